package io.matriarch.decision;

import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.decision.OrderMemory.Current;
import io.matriarch.decision.OrderMemory.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes up what an operator asks of this node, and answers it; each order has one answer. */
public final class Ordering {

    /** A copy of a large database takes hours. */
    private static final Duration LONGEST_COPY = Duration.ofDays(2);

    /** What cannot begin by then is not begun at a moment that nobody expects. */
    private static final Duration BEGIN = Duration.ofSeconds(30);

    private Ordering() {}

    /** Takes up an order, or finds out how far the current one is. */
    static Memory before(Observation seen, Memory memory) {
        OrderMemory orders = memory.orders();
        if (orders.current().isPresent()) {
            return memory.orders(orders.with(orders.current().map(c -> onward(seen, c))));
        }
        return next(seen, orders)
                .map(o -> memory.orders(orders.answered(o.id()).with(Optional.of(begun(seen, o)))))
                .orElse(memory);
    }

    private static Optional<Order> next(Observation seen, OrderMemory orders) {
        return seen.orders()
                .given()
                .filter(o -> !orders.answered().contains(o.id()))
                .or(() -> Planned.restart(seen, orders));
    }

    private static Current begun(Observation seen, Order order) {
        return new Current(order, seen.now(), Stage.BEGUN, Optional.empty());
    }

    /** A stopped server is being started again, by the same rules as any other that is down. */
    private static Current onward(Observation seen, Current current) {
        boolean down =
                seen.server().orElse(null) instanceof PostgresView.Down
                        || seen.server().orElse(null) instanceof PostgresView.Absent;
        return current.stage() == Stage.STOPPING && seen.job().isEmpty() && down
                ? current.at(Stage.STARTING)
                : current;
    }

    /** No commit should wait for a standby that is about to stop. */
    public static boolean leavesSet(Memory memory) {
        return memory.orders().current().isPresent() || memory.turns().leaving().isPresent();
    }

    /** What a job that was done for an order teaches. */
    static Memory learn(Memory memory, PostgresJob job, JobOutcome outcome) {
        boolean copy = job instanceof PostgresJob.Clone || job instanceof PostgresJob.Restore;
        OrderMemory orders = memory.orders();
        return copy && orders.isAt(Stage.COPYING)
                ? memory.orders(orders.with(orders.current().map(c -> c.ended(outcome))))
                : memory;
    }

    /** The decision, with what an order that has ended is answered. */
    static Decision after(
            Observation seen, Memory before, Decision decision, NodeSettings settings) {
        Memory memory = decision.next();
        Optional<Current> current = memory.orders().current();
        if (current.isEmpty()) {
            return Planned.missed(seen)
                    .map(missed -> decision.after(List.of(missed)))
                    .orElse(decision);
        }
        List<Action> more = new ArrayList<>(decision.actions());
        Order order = current.get().order();
        if (before.orders().isAt(Stage.BEGUN)) {
            // From here on it is this run's to do: a later one does not do it again.
            Planned.of(seen, order).ifPresent(plan -> more.add(new Action.EndPlan(plan, "")));
        }
        Stage began = before.orders().current().map(Current::stage).orElse(null);
        Optional<OrderOutcome> outcome = outcome(seen, memory, current.get(), began, settings);
        outcome.ifPresent(o -> more.add(new Action.EndOrder(order, o)));
        Memory next =
                outcome.isPresent()
                        ? memory.orders(memory.orders().with(Optional.empty()))
                        : memory;
        return new Decision(next, more, decision.because(), decision.mayExit());
    }

    private static Optional<OrderOutcome> outcome(
            Observation seen,
            Memory memory,
            Current c,
            @Nullable Stage began,
            NodeSettings settings) {
        if (seen.stopping()) {
            return Optional.of(
                    OrderOutcome.failed(
                            "the %s was given up: this agent is stopping"
                                    .formatted(c.order().words())));
        }
        return switch (c.order()) {
            case Order.Restart restart -> restarted(seen, memory, c, began, restart);
            case Order.Reinitialize reinitialize -> rebuilt(seen, c, began, reinitialize, settings);
        };
    }

    private static Optional<OrderOutcome> restarted(
            Observation seen,
            Memory memory,
            Current c,
            @Nullable Stage began,
            Order.Restart order) {
        if (c.stage() == Stage.BEGUN) {
            return Restarting.obstacle(seen, order)
                    .map(OrderOutcome::refused)
                    .or(() -> notBegun(seen, c));
        }
        if (began == Stage.FLUSHING
                && seen.server()
                        .filter(v -> !(v instanceof PostgresView.Primary))
                        .filter(v -> !(v instanceof PostgresView.Silent))
                        .isPresent()) {
            return Optional.of(
                    OrderOutcome.failed(
                            "the restart was given up: PostgreSQL ended by itself before it was"
                                    + " stopped"));
        }
        boolean up =
                seen.job().isEmpty()
                        && (seen.server().orElse(null) instanceof PostgresView.Primary
                                || seen.server().orElse(null) instanceof PostgresView.Standby);
        if (c.stage() == Stage.STARTING && up) {
            return Optional.of(OrderOutcome.done("restarted successfully"));
        }
        // In the round that begins the stop the server is still seen up.
        if (began == Stage.STOPPING && up) {
            return Optional.of(
                    OrderOutcome.failed("restart failed: PostgreSQL could not be stopped"));
        }
        return late(
                seen,
                c,
                order.timeout(),
                memory.trouble().last().isEmpty() ? "" : ": " + memory.trouble().last());
    }

    private static Optional<OrderOutcome> rebuilt(
            Observation seen,
            Current c,
            @Nullable Stage began,
            Order.Reinitialize order,
            NodeSettings settings) {
        if (c.stage() == Stage.BEGUN) {
            return Rebuilding.obstacle(seen, settings, order)
                    .map(OrderOutcome::refused)
                    .or(() -> notBegun(seen, c));
        }
        // A safety action has cancelled it; nobody tells how it ended.
        if (began == Stage.COPYING && c.result().isEmpty() && seen.job().isEmpty()) {
            return Optional.of(OrderOutcome.failed("the reinitialization was given up"));
        }
        return c.result()
                .map(
                        r ->
                                switch (r) {
                                    case JobOutcome.Done(var detail) ->
                                            OrderOutcome.done(
                                                    "reinitialized"
                                                            + (detail.isEmpty()
                                                                    ? ""
                                                                    : "; " + detail));
                                    case JobOutcome.Rewound _ -> OrderOutcome.done("reinitialized");
                                    case JobOutcome.Failed(var why) ->
                                            OrderOutcome.failed("reinitialization failed: " + why);
                                })
                .or(() -> late(seen, c, LONGEST_COPY, ""));
    }

    /** Nobody leads, or something else comes first for too long. */
    private static Optional<OrderOutcome> notBegun(Observation seen, Current c) {
        return seen.now().since(c.since()).compareTo(BEGIN) >= 0
                ? Optional.of(
                        OrderOutcome.refused(
                                "the %s could not begin within %d s, and nothing was done: see matriarch list"
                                        .formatted(c.order().words(), BEGIN.toSeconds())))
                : Optional.empty();
    }

    private static Optional<OrderOutcome> late(
            Observation seen, Current c, Duration limit, String why) {
        return seen.now().since(c.since()).compareTo(limit) >= 0
                ? Optional.of(
                        OrderOutcome.failed(
                                "%s not done within %d s%s"
                                        .formatted(c.order().words(), limit.toSeconds(), why)))
                : Optional.empty();
    }
}
