package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.Optional;

/** Somebody else leads a cluster that follows another one: its leader is a standby, too. */
final class StandbyFollowing {

    private static final Duration APART = Duration.ofSeconds(5);

    private StandbyFollowing() {}

    /** Whoever copies from the leader, or streams from it, finds it as a leader of its kind. */
    static boolean leads(Observation seen, NodeSettings settings, Upstream leader) {
        return seen.fresh(leader.name())
                .filter(
                        r ->
                                settings.standbyOf().isPresent()
                                        ? r.holdsLease() && (r.streaming() || archived(settings))
                                        : r.primary())
                .isPresent();
    }

    private static boolean archived(NodeSettings settings) {
        return settings.standbyOf().filter(StandbyOf::hasArchive).isPresent();
    }

    static Decision standby(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            Upstream leader,
            PostgresView.Standby mine) {
        Optional<Decision> restart = Restarting.following(seen, memory, settings, lease, mine);
        if (restart.isPresent()) {
            return restart.get();
        }
        if (Unstreamed.is(seen, settings, lease, mine)) {
            return Unstreamed.standby(seen, memory, settings, lease, leader, mine);
        }
        Cascade.Source source = Cascade.source(seen, memory, lease, leader);
        Upstream from = source.upstream();
        if (!mine.upstream().equals(Optional.of(from))) {
            return Decision.of(
                    memory,
                    from.equals(leader)
                            ? "following %s, the standby leader since epoch %d%s"
                                    .formatted(leader.name(), lease.epoch(), source.instead())
                            : "following %s, as tags.replicatefrom says".formatted(from.name()),
                    new Action.Run(new PostgresJob.Follow(from)));
        }
        Optional<Decision> slots = Following.slots(seen, memory, lease);
        if (slots.isPresent()) {
            return slots.get();
        }
        if (mine.streaming()) {
            return Decision.of(memory, Following.replica(seen, lease, mine) + source.instead());
        }
        return apart(seen, memory, settings, leader, from, mine);
    }

    /** A standby leader that is behind this node, or streams from nobody, is not to blame for. */
    private static Decision apart(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Upstream leader,
            Upstream from,
            PostgresView.Standby mine) {
        boolean late =
                memory.apartSince()
                        .map(t -> seen.now().since(t).compareTo(APART) >= 0)
                        .orElse(false);
        boolean leads =
                seen.fresh(leader.name())
                        .filter(r -> r.holdsLease() && r.streaming())
                        .filter(r -> r.position().isAfter(mine.position()))
                        .isPresent();
        Optional<Upstream> writer = seen.remote().settledWriter();
        if (late && leads && writer.isPresent() && !Health.resting(memory, seen.now())) {
            return Decision.of(
                    memory.apart(Optional.of(seen.now())),
                    "rejoining by way of the other cluster: not streaming from %s for %d s"
                            .formatted(leader.name(), APART.toSeconds()),
                    new Action.Run(new PostgresJob.Rejoin(writer.get())));
        }
        return Optional.of(mine)
                .filter(_ -> late && writer.isEmpty())
                .flatMap(_ -> again(seen, memory, settings, leader, mine))
                .orElseGet(() -> Decision.of(memory, "waiting to stream from " + from.name()));
    }

    /** The leader has the other cluster's new timeline, to which nothing leads from here. */
    private static Optional<Decision> again(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Upstream leader,
            PostgresView mine) {
        boolean further =
                leads(seen, settings, leader)
                        && seen.fresh(leader.name())
                                .filter(r -> r.timeline().isAfter(mine.timeline()))
                                .isPresent();
        return FromArchive.parted(seen, mine)
                .filter(_ -> further && !Health.resting(memory, seen.now()))
                .map(
                        fork ->
                                Decision.of(
                                        memory,
                                        "cloning from %s, the standby leader: the other cluster left timeline %s at %s, and I have gone on to %s; the old directory is kept"
                                                .formatted(
                                                        leader.name(),
                                                        fork.parent(),
                                                        fork.switchPoint(),
                                                        mine.position()),
                                        new Action.Run(new PostgresJob.Clone(leader))));
    }

    static Decision down(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            Upstream leader,
            PostgresView.Down mine) {
        if (Health.resting(memory, seen.now())) {
            return Decision.of(memory, "pausing after a failure: " + memory.trouble().last());
        }
        Optional<Upstream> writer = seen.remote().settledWriter();
        boolean led = !mine.standby() && !mine.control().wasStandby();
        if (led && writer.isPresent()) {
            return Decision.of(
                    memory,
                    "rejoining by way of the other cluster, which leads",
                    new Action.Run(new PostgresJob.Rejoin(writer.get())));
        }
        Optional<Decision> again =
                writer.isEmpty() && memory.trouble().failures() > 0
                        ? again(seen, memory, settings, leader, mine)
                        : Optional.empty();
        if (again.isPresent()) {
            return again.get();
        }
        // What it has beyond the other cluster's archive shows when it runs.
        if (led && !mine.control().cleanPrimary() && !archived(settings)) {
            return Decision.of(
                    memory,
                    "waiting for the other cluster to lead before rejoining: "
                            + seen.remote().trouble());
        }
        return Decision.of(
                memory,
                "starting PostgreSQL as a replica of " + leader.name(),
                new Action.Run(
                        new PostgresJob.StartStandby(
                                Unstreamed.upstream(seen, memory, lease, leader))));
    }

    static Decision absent(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            Upstream leader) {
        if (Health.resting(memory, seen.now())) {
            return Decision.of(memory, "pausing after a failure: " + memory.trouble().last());
        }
        if (!lease.systemId().isKnown() || !leads(seen, settings, leader)) {
            return Decision.of(
                    memory,
                    "waiting for %s, the standby leader, before cloning from it"
                            .formatted(leader.name()),
                    Following.asking(seen));
        }
        // What was acknowledged before a demotion must be whole, and only the leader's is (S9).
        Upstream original =
                lease.sync().isEmpty() ? Cascade.original(seen, memory, lease, leader) : leader;
        return Decision.of(
                memory,
                original.equals(leader)
                        ? "cloning from %s, the standby leader: I have no data"
                                .formatted(leader.name())
                        : "cloning from %s: I have no data".formatted(original.name()),
                new Action.Run(new PostgresJob.Clone(original)));
    }
}
