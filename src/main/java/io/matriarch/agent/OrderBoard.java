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
 */
public record OrderBoard(Optional<Order> current, boolean begun, Map<String, OrderOutcome> ended) {

    public static final OrderBoard EMPTY = new OrderBoard(Optional.empty(), false, Map.of());

    public OrderBoard {
        ended = Map.copyOf(ended);
    }
}
