package io.matriarch.decision;

import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * @param current what is being done for an operator
 * @param answered the newest requests, plans and orders that have had their answer
 */
public record OrderMemory(Optional<Current> current, List<String> answered) {

    static final OrderMemory NOTHING = new OrderMemory(Optional.empty(), List.of());

    private static final int KEPT = 16;

    /** How far it is. */
    public enum Stage {
        /** Nothing has been done to PostgreSQL yet. */
        BEGUN,
        /** A checkpoint is made while it serves, so that the stop is short. */
        FLUSHING,
        STOPPING,
        STARTING,
        COPYING
    }

    /**
     * @param since it was taken up
     * @param result how the copy ended
     */
    public record Current(Order order, Moment since, Stage stage, Optional<JobOutcome> result) {

        Current at(Stage next) {
            return new Current(order, since, next, Optional.empty());
        }

        Current ended(JobOutcome outcome) {
            return new Current(order, since, stage, Optional.of(outcome));
        }
    }

    public OrderMemory {
        answered = List.copyOf(answered);
    }

    OrderMemory with(Optional<Current> next) {
        return new OrderMemory(next, answered);
    }

    OrderMemory at(Stage stage) {
        return with(current.map(c -> c.at(stage)));
    }

    OrderMemory answered(String id) {
        if (answered.contains(id)) {
            return this;
        }
        List<String> next = new ArrayList<>(answered);
        next.add(id);
        return new OrderMemory(current, next.subList(Math.max(0, next.size() - KEPT), next.size()));
    }

    boolean isAt(Stage stage) {
        return current.filter(c -> c.stage() == stage).isPresent();
    }

    /** The restart that is being done. */
    Optional<Order.Restart> restart() {
        return current.map(Current::order)
                .filter(Order.Restart.class::isInstance)
                .map(Order.Restart.class::cast);
    }

    /** The reinitialization that is being done. */
    Optional<Order.Reinitialize> reinitialization() {
        return current.map(Current::order)
                .filter(Order.Reinitialize.class::isInstance)
                .map(Order.Reinitialize.class::cast);
    }
}
