package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.agent.OrderBoard;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import java.time.Duration;
import java.util.Optional;

/** Gives this node's agent an order, and watches what becomes of it. */
record OrderWatch(Agent agent, Order order) {

    private static final int POLL_MILLIS = 25;

    /** Until it has ended. */
    Answer end(Duration limit) {
        return await(limit, false);
    }

    /** Until it has begun, or ended. */
    Answer begin(Duration limit) {
        return await(limit, true);
    }

    private Answer await(Duration limit, boolean begunIsEnough) {
        agent.order(order);
        for (long i = 0; i < limit.toMillis() / POLL_MILLIS; i++) {
            OrderBoard board = agent.snapshot().orders();
            Optional<OrderOutcome> ended = Optional.ofNullable(board.ended().get(order.id()));
            if (ended.isPresent()) {
                return answer(ended.get());
            }
            boolean mine = board.current().filter(o -> o.id().equals(order.id())).isPresent();
            if (begunIsEnough && mine && board.begun()) {
                return new Answer(200, "reinitialize started");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return new Answer(
                        503, "%s status unknown: this agent is stopping".formatted(word()));
            }
        }
        return new Answer(
                503,
                "%s status unknown after %d s: %s"
                        .formatted(word(), limit.toSeconds(), agent.snapshot().because()));
    }

    private String word() {
        return order.words();
    }

    static Answer answer(OrderOutcome outcome) {
        return switch (outcome.end()) {
            case DONE -> new Answer(200, outcome.words());
            case REFUSED, FAILED -> new Answer(503, outcome.words());
        };
    }
}
