/** The only package that knows adapters and CDI. */
@NullMarked
package io.matriarch.wiring;

import org.jspecify.annotations.NullMarked;
