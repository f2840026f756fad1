/** The real loop, decider and guard on a simulated world: virtual time, and every kind of fault. */
@NullMarked
package io.matriarch.simulation;

import org.jspecify.annotations.NullMarked;
