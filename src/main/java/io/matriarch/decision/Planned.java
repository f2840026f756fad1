package io.matriarch.decision;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Plans;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What operators planned, when its time has come; nothing planned begins in a pause. */
final class Planned {

    /** What nobody was there to do in time is not done at an hour that nobody chose. */
    private static final Duration LATE = Duration.ofSeconds(60);

    private Planned() {}

    /** This node's own restart. */
    static Optional<Order> restart(Observation seen, OrderMemory orders) {
        return mine(seen)
                .filter(p -> due(seen, p) && !late(seen, p) && !seen.paused())
                .<Order>map(Plan.Restart::restart)
                .filter(o -> !orders.answered().contains(o.id()));
    }

    /** A restart that was missed is forgotten. */
    static Optional<Action> missed(Observation seen) {
        return mine(seen)
                .filter(p -> late(seen, p))
                .map(
                        p ->
                                new Action.EndPlan(
                                        p,
                                        "the restart planned for %s was missed: %s"
                                                .formatted(
                                                        p.at(),
                                                        seen.paused()
                                                                ? "the cluster is paused"
                                                                : "this agent was not there in time")));
    }

    /**
     * The leader does it as any other switchover.
     *
     * @param answer what it does with a request
     */
    static Optional<Decision> switchover(
            Observation seen, Memory memory, Function<OperatorRequest, Decision> answer) {
        Optional<Plan.Switchover> plan = plans(seen).switchover();
        if (plan.isEmpty() || !due(seen, plan.get()) || memory.isAnswered(plan.get().id())) {
            return Optional.empty();
        }
        if (seen.paused() && !late(seen, plan.get())) {
            return Optional.empty();
        }
        return Optional.of(
                late(seen, plan.get())
                        ? HandingOver.end(
                                memory,
                                plan.get().request(),
                                "missed: the switchover planned for %s %s"
                                        .formatted(
                                                plan.get().at(),
                                                seen.paused()
                                                        ? "fell into a pause"
                                                        : "had nobody to do it in time"))
                        : answer.apply(plan.get().request()));
    }

    /** The plan that this order comes from. */
    static Optional<Plan> of(Observation seen, Order order) {
        return mine(seen).filter(p -> p.id().equals(order.id())).map(p -> p);
    }

    private static Optional<Plan.Restart> mine(Observation seen) {
        return Optional.ofNullable(plans(seen).restarts().get(seen.me().name()));
    }

    private static Plans plans(Observation seen) {
        return seen.store().seen().map(ClusterView::plans).orElse(Plans.NONE);
    }

    private static boolean due(Observation seen, Plan plan) {
        return !seen.orders().clock().isBefore(plan.at());
    }

    private static boolean late(Observation seen, Plan plan) {
        return seen.orders().clock().isAfter(plan.at().plus(LATE));
    }
}
