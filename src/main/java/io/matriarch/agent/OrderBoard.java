package io.matriarch.agent;

import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import java.util.Map;
import java.util.Optional;

/**
 * What operators have asked of this node, for those who wait for an answer.
 *
 * @param current what is being done
 * @param begun PostgreSQL has been touched for it
 * @param ended the newest answers, by the orders' ids
 * @param newest the last of them
 */
public record OrderBoard(
        Optional<Order> current,
        boolean begun,
        Map<String, OrderOutcome> ended,
        Optional<Ended> newest) {

    /** An order, and what became of it. */
    public record Ended(Order order, OrderOutcome outcome) {}

    public static final OrderBoard EMPTY =
            new OrderBoard(Optional.empty(), false, Map.of(), Optional.empty());

    public OrderBoard {
        ended = Map.copyOf(ended);
    }
}
