package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import java.util.Optional;
import java.util.Set;

/**
 * Where commits wait for any few of many, no standby knows by itself that it has them all: a
 * candidate must see so many voters at or behind its own position that one of them has each write
 * (S6). What a voter said before the last leader was dead says nothing.
 */
record Votes(Observation seen, LeaseView lease, PostgresView.Standby mine) {

    /** What keeps this node from leading, as the end of a sentence; empty when nothing does. */
    static Optional<String> lacking(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            PostgresView.Standby mine) {
        int needed = lease.sync().votes(lease.holder());
        Set<NodeName> voters = lease.sync().standbys(lease.holder());
        boolean counted = !lease.sync().isEmpty() && needed > 1;
        if (!counted
                || lease.holder().equals(settings.self())
                || Eligibility.forced(seen, settings)) {
            return Optional.empty();
        }
        Optional<Moment> free = Watching.freeSince(lease, memory);
        Votes votes = new Votes(seen, lease, mine);
        long given =
                voters.stream()
                        .filter(
                                n ->
                                        n.equals(settings.self())
                                                || free.filter(f -> votes.given(n, f)).isPresent())
                        .count();
        return given >= needed
                ? Optional.empty()
                : Optional.of(
                        "commits waited for some of %s, and I see %d of the %d members that I need at or behind my position; a forced failover to %s may lose writes"
                                .formatted(
                                        SyncChoice.names(voters), given, needed, settings.self()));
    }

    /**
     * A voter receives nothing more: a leader whose machine slept past its lease would go on for a
     * moment when it wakes, and acknowledge what this voter had not when it voted.
     */
    static Optional<Decision> leavesFirst(
            Observation seen, Memory memory, LeaseView lease, String free) {
        boolean receives =
                seen.server().orElse(null) instanceof PostgresView.Standby s
                        && s.upstream().isPresent();
        boolean counted = !lease.sync().isEmpty() && lease.sync().votes(lease.holder()) > 1;
        if (!counted
                || !receives
                || seen.job().isPresent()
                || memory.standsBy(seen.now())
                || Health.resting(memory, seen.now())) {
            return Optional.empty();
        }
        return Optional.of(
                Decision.of(
                        memory,
                        "ending the stream from %s, so that my position is a vote: %s"
                                .formatted(lease.holder(), free),
                        new Action.Run(new PostgresJob.Detach())));
    }

    /** An earlier run of this agent may have voted: only who leads by its own word is followed. */
    static boolean binds(Observation seen, LeaseView lease, PostgresView.Standby mine) {
        boolean counted = !lease.sync().isEmpty() && lease.sync().votes(lease.holder()) > 1;
        return counted
                && mine.upstream().isEmpty()
                && seen.fresh(lease.holder()).filter(PeerReport::holdsLease).isEmpty();
    }

    /** It was asked after the lease was free, looked after that, and has no more than this node. */
    private boolean given(NodeName voter, Moment free) {
        return seen.peers().get(voter) instanceof Reading.Seen<PeerReport>(var report, var asked)
                && seen.fresh(voter).isPresent()
                && asked.reached(free)
                && report.sure()
                && !report.timeline().isAfter(mine.timeline())
                && !report.position().isAfter(mine.position());
    }
}
