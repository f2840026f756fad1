package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.Optional;

/** Somebody else leads a cluster that follows another one: its leader is a standby, too. */
final class StandbyFollowing {

    private static final Duration APART = Duration.ofSeconds(5);

    private StandbyFollowing() {}

    static Decision standby(
            Observation seen,
            Memory memory,
            LeaseView lease,
            Upstream leader,
            PostgresView.Standby mine) {
        if (!mine.upstream().equals(Optional.of(leader))) {
            return Decision.of(
                    memory,
                    "following %s, the standby leader since epoch %d"
                            .formatted(leader.name(), lease.epoch()),
                    new Action.Run(new PostgresJob.Follow(leader)));
        }
        Optional<Decision> slots = Following.slots(seen, memory, lease);
        if (slots.isPresent()) {
            return slots.get();
        }
        if (mine.streaming()) {
            return Decision.of(memory, Following.replica(seen, lease, mine));
        }
        return apart(seen, memory, leader, mine);
    }

    /** A standby leader that is behind this node, or streams from nobody, is not to blame for. */
    private static Decision apart(
            Observation seen, Memory memory, Upstream leader, PostgresView.Standby mine) {
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
        return Decision.of(memory, "waiting to stream from " + leader.name());
    }

    static Decision down(Observation seen, Memory memory, Upstream leader, PostgresView.Down mine) {
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
        if (led && !mine.control().cleanPrimary()) {
            return Decision.of(
                    memory,
                    "waiting for the other cluster to lead before rejoining: "
                            + seen.remote().trouble());
        }
        return Decision.of(
                memory,
                "starting PostgreSQL as a replica of " + leader.name(),
                new Action.Run(new PostgresJob.StartStandby(Optional.of(leader))));
    }

    static Decision absent(Observation seen, Memory memory, LeaseView lease, Upstream leader) {
        if (Health.resting(memory, seen.now())) {
            return Decision.of(memory, "pausing after a failure: " + memory.trouble().last());
        }
        boolean leads =
                seen.fresh(leader.name()).filter(r -> r.holdsLease() && r.streaming()).isPresent();
        return lease.systemId().isKnown() && leads
                ? Decision.of(
                        memory,
                        "cloning from %s, the standby leader: I have no data"
                                .formatted(leader.name()),
                        new Action.Run(new PostgresJob.Clone(leader)))
                : Decision.of(
                        memory,
                        "waiting for %s, the standby leader, before cloning from it"
                                .formatted(leader.name()),
                        Following.asking(seen));
    }
}
