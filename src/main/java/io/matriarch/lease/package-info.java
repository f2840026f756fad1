/**
 * The port to the store that holds the lease, the members, the history and the operators' requests.
 */
@NullMarked
package io.matriarch.lease;

import org.jspecify.annotations.NullMarked;
