package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.PostgresView;
import java.util.Optional;

/** What an order would come to if it were given now; nothing is done and nothing remembered. */
public final class OrderTrial {

    private final Observation seen;
    private final Memory memory;
    private final NodeSettings settings;

    private OrderTrial(Observation seen, Memory memory, NodeSettings settings) {
        this.seen = seen;
        this.memory = memory;
        this.settings = settings;
    }

    /** Refused for the reason that the order itself would be, or what would be done. */
    public static OrderOutcome of(
            Observation seen, Memory memory, NodeSettings settings, Order order) {
        if (seen.stopping()) {
            return OrderOutcome.refused("this agent is stopping");
        }
        OrderTrial trial = new OrderTrial(seen, memory, settings);
        return switch (order) {
            case Order.Restart restart ->
                    Restarting.obstacle(seen, restart)
                            .map(OrderOutcome::refused)
                            .orElseGet(() -> OrderOutcome.done(trial.restart()));
            case Order.Reinitialize reinitialize ->
                    Rebuilding.obstacle(seen, settings, reinitialize)
                            .map(OrderOutcome::refused)
                            .orElseGet(() -> OrderOutcome.done(trial.rebuild(reinitialize)));
        };
    }

    private String restart() {
        String first =
                seen.job()
                        .map(j -> "wait for %s to end, then ".formatted(j.job().words()))
                        .orElse("");
        return "would "
                + first
                + switch (seen.server().orElse(null)) {
                    case PostgresView.Primary p ->
                            (p.commits().open()
                                            ? ""
                                            : "wait until the sync set has what a crash left in the log, then ")
                                    + "make a checkpoint, stop PostgreSQL in order and start it again; I keep the lease, and timeline "
                                    + p.timeline();
                    case PostgresView.Standby s ->
                            leavesSet(s) + "stop PostgreSQL and start it again";
                    case null, default -> "restart PostgreSQL when it has been seen to run";
                };
    }

    private String rebuild(Order.Reinitialize order) {
        String leaves =
                seen.server().orElse(null) instanceof PostgresView.Standby s ? leavesSet(s) : "";
        String giveUp =
                seen.job().map(j -> "give up %s, then ".formatted(j.job().words())).orElse("");
        return "would %s%sstop PostgreSQL and build its data anew, %s; the old directory is kept aside"
                .formatted(
                        giveUp,
                        leaves,
                        Rebuilding.words(order, seen.lease().orElseThrow().holder()));
    }

    private String leavesSet(PostgresView.Standby mine) {
        Optional<LeaseView> lease = seen.lease();
        // The order would begin now.
        return lease.filter(l -> Restarting.isWaitedFor(seen, seen.now(), settings, l, mine))
                .map(
                        l ->
                                "wait until %s has taken me out of the sync set, then "
                                        .formatted(l.holder()))
                .orElse("");
    }
}
