/** The vocabulary: values that every other package speaks in. Imports nothing but JDK values. */
@NullMarked
package io.matriarch.cluster;

import org.jspecify.annotations.NullMarked;
