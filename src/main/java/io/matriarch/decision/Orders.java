package io.matriarch.decision;

import io.matriarch.cluster.Order;
import java.time.Instant;
import java.util.Optional;

/**
 * What operators ask of this node.
 *
 * @param given asked of its agent, and not answered yet
 * @param clock the wall clock, by which plans fall due; nothing else goes by it
 */
public record Orders(Optional<Order> given, Instant clock) {

    static final Orders NONE = new Orders(Optional.empty(), Instant.EPOCH);
}
