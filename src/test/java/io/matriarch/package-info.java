/** Tests of the whole. */
@NullMarked
package io.matriarch;

import org.jspecify.annotations.NullMarked;
