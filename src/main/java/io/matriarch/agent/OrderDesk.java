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

    void give(Order order, Memory memory) {
        Optional<Order> busy = current(memory).or(() -> Optional.ofNullable(given));
        if (busy.isPresent()) {
            end(order.id(), OrderOutcome.refused(busy.get().words() + " already in progress"));
        } else {
            given = order;
        }
    }

    Optional<Order> given() {
        return Optional.ofNullable(given);
    }

    void end(String id, OrderOutcome outcome) {
        if (given != null && given.id().equals(id)) {
            given = null;
        }
        ended.put(id, outcome);
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
        return new OrderBoard(current(memory), begun, ended);
    }

    private static Optional<Order> current(Memory memory) {
        return memory.orders().current().map(OrderMemory.Current::order);
    }
}
