/** What the core decides, situation by situation. */
@NullMarked
package io.matriarch.decision;

import org.jspecify.annotations.NullMarked;
