package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Tenure;
import io.matriarch.cluster.Upstream;
import io.matriarch.decision.OrderMemory.Stage;
import java.util.Optional;

/**
 * A replica's data directory is built anew because an operator asked; the old one is kept (S14).
 */
final class Rebuilding {

    private Rebuilding() {}

    /** What speaks against it before anything is done, as an answer. */
    static Optional<String> obstacle(
            Observation seen, NodeSettings settings, Order.Reinitialize order) {
        boolean leads =
                seen.tenure() instanceof Tenure.Held
                        || seen.server().orElse(null) instanceof PostgresView.Primary
                        || seen.lease()
                                .filter(l -> !l.released() && l.holder().equals(seen.me().name()))
                                .isPresent();
        if (leads) {
            return Optional.of(
                    "I am the leader, and a leader is never reinitialized: switch over first");
        }
        Optional<LeaseView> lease = seen.lease().filter(l -> !l.released());
        if (lease.isEmpty()) {
            return Optional.of("Cluster has no leader, can not reinitialize");
        }
        if (order.from() instanceof Order.CopySource.Named(var member)
                && (member.equals(seen.me().name()) || seen.upstream(member).isEmpty())) {
            return Optional.of(
                    member.equals(seen.me().name())
                            ? "a member cannot be copied from itself"
                            : "member %s does not exist".formatted(member));
        }
        // What acknowledged writes rest on must have all of them, which only the leader has (S9).
        boolean counts = settings.replication().waits() && settings.standbyOf().isEmpty();
        boolean counted = counts || !lease.get().sync().isEmpty();
        if (counted && !(order.from() instanceof Order.CopySource.Leader)) {
            return Optional.of(
                    "commits wait for standbys here, so that only the leader's own data will do:"
                            + " copy from the leader");
        }
        return seen.job()
                .map(RunningJob::job)
                .filter(job -> !order.force() || !isBuilding(job))
                .map(
                        job ->
                                "in the middle of %s%s"
                                        .formatted(
                                                job.words(),
                                                isBuilding(job) ? ": force gives it up" : ""));
    }

    private static boolean isBuilding(PostgresJob job) {
        return job instanceof PostgresJob.Clone
                || job instanceof PostgresJob.Restore
                || job instanceof PostgresJob.Rejoin;
    }

    /** What is under way is given up for it. */
    static Optional<Decision> givingUp(Observation seen, Memory memory, NodeSettings settings) {
        return memory.orders()
                .reinitialization()
                .filter(
                        o ->
                                memory.orders().isAt(Stage.BEGUN)
                                        && obstacle(seen, settings, o).isEmpty())
                .flatMap(_ -> seen.job())
                .map(
                        job ->
                                Decision.of(
                                        memory,
                                        "giving up %s, because an operator asked to begin anew"
                                                .formatted(job.job().words()),
                                        new Action.StopAtOnce()));
    }

    /**
     * Begun while nobody was counted on; by now the leader may count on the data that it replaces,
     * which has more than the archive or another member (S9). The old directory is there until the
     * end.
     */
    static Optional<Decision> tooOld(
            Observation seen, Memory memory, NodeSettings settings, LeaseView lease) {
        boolean counted =
                settings.standbyOf().isEmpty() && Eligibility.isCountedOn(lease, settings);
        return seen.job()
                .map(RunningJob::job)
                .filter(_ -> counted)
                .filter(job -> isOlder(job, lease))
                .map(
                        job ->
                                Decision.of(
                                        memory,
                                        "giving up %s: commits wait for standbys by now, so that only the leader's own data will do"
                                                .formatted(job.words()),
                                        new Action.StopAtOnce()));
    }

    private static boolean isOlder(PostgresJob job, LeaseView lease) {
        return switch (job) {
            case PostgresJob.Restore _ -> true;
            case PostgresJob.Clone copy -> !copy.source().name().equals(lease.holder());
            default -> false;
        };
    }

    /** The next step of a follower that runs no job. */
    static Optional<Decision> following(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            Upstream leader) {
        Optional<Order.Reinitialize> order = memory.orders().reinitialization();
        if (order.isEmpty()
                || !memory.orders().isAt(Stage.BEGUN)
                || obstacle(seen, settings, order.get()).isPresent()) {
            return Optional.empty();
        }
        if (seen.server().orElse(null) instanceof PostgresView.Standby mine
                && Restarting.isWaitedFor(
                        seen, Restarting.begun(seen, memory), settings, lease, mine)) {
            return Optional.of(
                    Decision.of(
                            memory,
                            "reinitializing as an operator asked: waiting until %s has taken me out of the sync set"
                                    .formatted(lease.holder())));
        }
        if (!StandbyFollowing.leads(seen, settings, leader)) {
            Action[] ask =
                    seen.askingPeers() ? new Action[0] : new Action[] {new Action.AskPeers()};
            return Optional.of(
                    Decision.of(
                            memory,
                            "waiting for %s to lead before reinitializing".formatted(leader.name()),
                            ask));
        }
        return Optional.of(
                Decision.of(
                        memory.orders(memory.orders().at(Stage.COPYING)),
                        "reinitializing as an operator asked: " + words(order.get(), leader.name()),
                        new Action.Run(job(seen, order.get(), leader))));
    }

    static String words(Order.Reinitialize order, NodeName leader) {
        return switch (order.from()) {
            case Order.CopySource.Leader _ -> "copying %s".formatted(leader);
            case Order.CopySource.Archive _ -> "restoring from the archive";
            case Order.CopySource.Named(var member) -> "copying %s".formatted(member);
        };
    }

    private static PostgresJob job(Observation seen, Order.Reinitialize order, Upstream leader) {
        return switch (order.from()) {
            case Order.CopySource.Leader _ -> new PostgresJob.Clone(leader);
            case Order.CopySource.Archive _ -> new PostgresJob.Restore(Optional.of(leader));
            case Order.CopySource.Named(var member) ->
                    new PostgresJob.Clone(seen.upstream(member).orElse(leader), leader);
        };
    }
}
