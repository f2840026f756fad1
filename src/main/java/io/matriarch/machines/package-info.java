/** The machines of the members, as whoever runs them sees them. */
@NullMarked
package io.matriarch.machines;

import org.jspecify.annotations.NullMarked;
