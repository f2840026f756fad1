/** What several tests start or stand on. */
@NullMarked
package io.matriarch.testing;

import org.jspecify.annotations.NullMarked;
