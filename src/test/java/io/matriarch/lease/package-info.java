/** The contract that every store keeps, and a store in memory that keeps it. */
@NullMarked
package io.matriarch.lease;

import org.jspecify.annotations.NullMarked;
