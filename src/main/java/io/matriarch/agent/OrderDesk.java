package io.matriarch.agent;

import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.decision.Memory;
import io.matriarch.decision.OrderMemory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes one order at a time, and keeps the newest answers; one thread's own. */
final class OrderDesk {

    private static final int KEPT = 16;

    private final Map<String, OrderOutcome> ended = new LinkedHashMap<>();
    private @Nullable Order given;
    private OrderBoard.@Nullable Ended newest;

    void give(Order order, Memory memory) {
        busy(memory).ifPresentOrElse(b -> end(order, b), () -> given = order);
    }

    /** The refusal of one that comes while another is being done; empty when none is. */
    Optional<OrderOutcome> busy(Memory memory) {
        return current(memory)
                .or(() -> Optional.ofNullable(given))
                .map(o -> OrderOutcome.refused(o.words() + " already in progress"));
    }

    Optional<Order> given() {
        return Optional.ofNullable(given);
    }

    void end(Order order, OrderOutcome outcome) {
        if (given != null && given.id().equals(order.id())) {
            given = null;
        }
        ended.put(order.id(), outcome);
        newest = new OrderBoard.Ended(order, outcome);
        if (ended.size() > KEPT) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    OrderBoard board(Memory memory) {
        boolean begun =
                memory.orders()
                        .current()
                        .filter(c -> c.stage() != OrderMemory.Stage.BEGUN)
                        .isPresent();
        return new OrderBoard(current(memory), begun, ended, Optional.ofNullable(newest));
    }

    private static Optional<Order> current(Memory memory) {
        return memory.orders().current().map(OrderMemory.Current::order);
    }
}
