/** Where clients find the leader and the replicas. */
@NullMarked
package io.matriarch.routing;

import org.jspecify.annotations.NullMarked;
