package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.decision.OrderMemory.Stage;
import java.time.Duration;
import java.util.Optional;

/**
 * A restart in place. It only stops PostgreSQL, in order: what starts it again are the rules for a
 * server that is down, so that a leader comes back only under its lease and an armed switch.
 */
final class Restarting {

    /** Beats that a standby waits to be let out of the sync set: as one whose agent stops. */
    private static final int PATIENCE = 6;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private Restarting() {}

    /** What speaks against it before anything is done, as an answer. */
    static Optional<String> obstacle(Observation seen, Order.Restart order) {
        return switch (seen.server().orElse(null)) {
            case null -> Optional.empty();
            case PostgresView.Primary p ->
                    unmet(order.when().unmet(Order.Role.PRIMARY, p.version(), p.pendingRestart()));
            case PostgresView.Standby s ->
                    unmet(order.when().unmet(standby(seen), s.version(), s.pendingRestart()));
            case PostgresView.Starting _ -> Optional.of("postgres is still starting");
            case PostgresView.Silent(var why, _, _, _) ->
                    Optional.of("PostgreSQL does not answer: " + why);
            case PostgresView.Down _, PostgresView.Absent _, PostgresView.Unusable _ ->
                    Optional.of("PostgreSQL is not running, so there is nothing to restart");
        };
    }

    private static Order.Role standby(Observation seen) {
        return seen.tenure().validAt(seen.now()) ? Order.Role.STANDBY_LEADER : Order.Role.REPLICA;
    }

    private static Optional<String> unmet(Optional<String> why) {
        return why.map("restart conditions are not satisfied: "::concat);
    }

    /** The leader's next step; clients are without it from the stop to the start. */
    static Optional<Decision> leading(Observation seen, Memory memory, PostgresView.Primary mine) {
        OrderMemory orders = memory.orders();
        Optional<Order.Restart> order = orders.restart();
        if (order.isEmpty()) {
            return Optional.empty();
        }
        // Until the sync set has all that a crash left in the log, clients wait outside anyway.
        boolean serves = mine.commits().open();
        if (orders.isAt(Stage.BEGUN) && serves && obstacle(seen, order.get()).isEmpty()) {
            return Optional.of(
                    Decision.of(
                            memory.orders(orders.at(Stage.FLUSHING)),
                            "restarting PostgreSQL as an operator asked: a checkpoint first",
                            new Action.Run(new PostgresJob.Checkpoint())));
        }
        return orders.isAt(Stage.FLUSHING)
                ? Optional.of(
                        stop(
                                memory,
                                order.get(),
                                "restarting PostgreSQL as an operator asked: stopping it in order;"
                                        + " I keep the lease, and timeline "
                                        + mine.timeline()))
                : Optional.empty();
    }

    /** A standby leader's: nobody's commits wait for it, and it keeps the lease. */
    static Optional<Decision> standbyLeading(Observation seen, Memory memory) {
        return memory.orders()
                .restart()
                .filter(_ -> memory.orders().isAt(Stage.BEGUN))
                .filter(order -> obstacle(seen, order).isEmpty())
                .map(
                        order ->
                                stop(
                                        memory,
                                        order,
                                        "restarting PostgreSQL as an operator asked: stopping it;"
                                                + " I keep the lease of this standby cluster"));
    }

    /** A standby's: commits that wait for it would wait in vain, so the leader lets it go first. */
    static Optional<Decision> following(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            PostgresView.Standby mine) {
        Optional<Order.Restart> order = memory.orders().restart();
        if (order.isEmpty()
                || !memory.orders().isAt(Stage.BEGUN)
                || obstacle(seen, order.get()).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                isWaitedFor(seen, begun(seen, memory), settings, lease, mine)
                        ? Decision.of(
                                memory,
                                "restarting as an operator asked: waiting until %s has taken me out of the sync set"
                                        .formatted(lease.holder()))
                        : stop(
                                memory,
                                order.get(),
                                "restarting PostgreSQL as an operator asked: stopping it"));
    }

    private static Decision stop(Memory memory, Order.Restart order, String because) {
        return Decision.of(
                memory.orders(memory.orders().at(Stage.STOPPING)),
                because,
                new Action.Run(new PostgresJob.Stop(PostgresJob.Stop.Mode.FAST, within(order))));
    }

    /** As an agent that ends: what has not stopped by then is killed. */
    private static Duration within(Order.Restart order) {
        return order.timeout().compareTo(STOP_LIMIT) < 0 ? order.timeout() : STOP_LIMIT;
    }

    /** When what an operator asked was taken up. */
    static Moment begun(Observation seen, Memory memory) {
        return memory.orders().current().map(OrderMemory.Current::since).orElse(seen.now());
    }

    /** A leader that gives no answer to the wish is not waited for without end. */
    static boolean isWaitedFor(
            Observation seen,
            Moment since,
            NodeSettings settings,
            LeaseView lease,
            PostgresView.Standby mine) {
        return mine.streaming()
                && isPatient(seen, since, settings)
                && lease.sync().names().contains(settings.self());
    }

    /** It has not waited for long to be let out of the sync set. */
    static boolean isPatient(Observation seen, Moment since, NodeSettings settings) {
        Duration patience = settings.timers().beat().multipliedBy(PATIENCE);
        return seen.now().since(since).compareTo(patience) < 0;
    }

    /** How long a start may take before another member leads instead. */
    static Duration startLimit(Memory memory, NodeSettings settings) {
        return memory.orders()
                .restart()
                .map(Order.Restart::timeout)
                .filter(t -> t.compareTo(settings.startLimit()) < 0)
                .orElse(settings.startLimit());
    }
}
