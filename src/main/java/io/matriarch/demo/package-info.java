/** A whole herd on one machine. */
@NullMarked
package io.matriarch.demo;

import org.jspecify.annotations.NullMarked;
