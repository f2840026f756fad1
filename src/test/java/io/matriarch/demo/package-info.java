/** What the demo can be tested for without a herd. */
@NullMarked
package io.matriarch.demo;

import org.jspecify.annotations.NullMarked;
