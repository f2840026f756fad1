package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Somebody else holds the lease. */
final class Following {

    private static final Duration APART = Duration.ofSeconds(5);

    private Following() {}

    static Decision decide(
            Observation seen, Memory memory, NodeSettings settings, LeaseView lease) {
        Memory calm = memory.yielding(Optional.empty()).handing(Optional.empty());
        if (seen.server().orElse(null) instanceof PostgresView.Primary) {
            return Decision.of(
                    calm,
                    "stopping PostgreSQL at once: it takes writes, but %s holds the lease of epoch %d"
                            .formatted(lease.holder(), lease.epoch()),
                    new Action.StopAtOnce());
        }
        if (lease.holder().equals(settings.self())) {
            return Decision.of(
                    calm,
                    "no action: another agent calls itself %s and renews its lease; give one of"
                                    .formatted(settings.self())
                            + " them another name");
        }
        return follower(seen, calm, settings, lease);
    }

    private static Decision follower(
            Observation seen, Memory memory, NodeSettings settings, LeaseView lease) {
        if (seen.job().isPresent()) {
            return Departing.givingUp(seen, memory)
                    .or(() -> Rebuilding.givingUp(seen, memory, settings))
                    .or(() -> Rebuilding.tooOld(seen, memory, settings, lease))
                    .orElseGet(() -> Decision.goingOn(memory));
        }
        Optional<Decision> departing = Departing.following(seen, memory, lease);
        if (departing.isPresent()) {
            return departing.get();
        }
        Optional<Upstream> leader = seen.upstream(lease.holder());
        if (leader.isEmpty()) {
            return Decision.of(
                    memory,
                    "waiting: %s leads, and has not said where it is".formatted(lease.holder()));
        }
        boolean foreign =
                lease.systemId().isKnown()
                        && seen.server()
                                .map(PostgresView::systemId)
                                .filter(SystemId::isKnown)
                                .map(id -> !id.equals(lease.systemId()))
                                .orElse(false);
        if (foreign) {
            return Decision.of(memory, foreign(seen.server().get().systemId(), lease.systemId()));
        }
        Optional<Decision> rebuilding =
                Rebuilding.following(seen, memory, settings, lease, leader.get());
        if (rebuilding.isPresent()) {
            return rebuilding.get();
        }
        if (settings.standbyOf().isPresent()) {
            Optional<Decision> there =
                    inStandbyCluster(seen, memory, settings, lease, leader.get());
            if (there.isPresent()) {
                return there.get();
            }
        }
        return switch (seen.server().orElse(null)) {
            case null -> Decision.goingOn(memory);
            case PostgresView.Standby s ->
                    (Unstreamed.is(seen, settings, lease, s)
                                    ? Unstreamed.standby(
                                            seen, memory, settings, lease, leader.get(), s)
                                    : standby(seen, memory, settings, lease, leader.get(), s))
                            .after(FromArchive.asking(seen, leader.get()));
            case PostgresView.Down d -> down(seen, memory, lease, leader.get(), d);
            case PostgresView.Absent _ -> absent(seen, memory, settings, lease, leader.get());
            case PostgresView.Unusable(var why) -> Decision.of(memory, "no action: " + why);
            case PostgresView.Starting _ ->
                    Decision.of(memory, "waiting for PostgreSQL to start as a replica");
            case PostgresView.Silent silent -> silent(seen, memory, settings, silent);
            case PostgresView.Primary _ ->
                    throw new IllegalStateException("a primary without a lease is stopped before");
        };
    }

    /** Its leader is a standby: nothing there is promoted, nor rewound from it. */
    private static Optional<Decision> inStandbyCluster(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            Upstream leader) {
        return switch (seen.server().orElse(null)) {
            case PostgresView.Standby s ->
                    Optional.of(StandbyFollowing.standby(seen, memory, settings, lease, leader, s));
            case PostgresView.Down d ->
                    Optional.of(StandbyFollowing.down(seen, memory, settings, lease, leader, d));
            case PostgresView.Absent _ ->
                    Optional.of(StandbyFollowing.absent(seen, memory, settings, lease, leader));
            case null, default -> Optional.empty();
        };
    }

    static String foreign(SystemId mine, SystemId cluster) {
        return ("no action: the data directory belongs to another cluster (system identifier %s,"
                        + " this cluster has %s); nothing was touched: move it away, or name the"
                        + " other cluster")
                .formatted(mine, cluster);
    }

    private static Decision standby(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            Upstream leader,
            PostgresView.Standby mine) {
        if (Votes.binds(seen, lease, mine)) {
            return Decision.of(
                    memory,
                    "waiting for %s to say itself that it leads: I may have voted for another one"
                            .formatted(leader.name()),
                    asking(seen));
        }
        Optional<Decision> restart = Restarting.following(seen, memory, settings, lease, mine);
        if (restart.isPresent()) {
            return restart.get();
        }
        Cascade.Source source = Cascade.source(seen, memory, lease, leader);
        Upstream from = source.upstream();
        if (!mine.upstream().equals(Optional.of(from))) {
            return Decision.of(
                    memory,
                    from.equals(leader)
                            ? "following %s, which leads since epoch %d%s"
                                    .formatted(leader.name(), lease.epoch(), source.instead())
                            : "following %s, as tags.replicatefrom says".formatted(from.name()),
                    new Action.Run(new PostgresJob.Follow(from)));
        }
        Optional<Decision> slots = slots(seen, memory, lease);
        if (slots.isPresent()) {
            return slots.get();
        }
        if (mine.streaming()) {
            return SlotCopying.due(seen, memory, settings, lease, leader, mine)
                    .orElseGet(
                            () ->
                                    Decision.of(
                                            memory, replica(seen, lease, mine) + source.instead()));
        }
        boolean apart =
                memory.apartSince()
                        .map(t -> seen.now().since(t).compareTo(APART) >= 0)
                        .orElse(false);
        if (apart && !seen.paused() && ready(seen, leader) && !Health.resting(memory, seen.now())) {
            return Decision.of(
                    memory.apart(Optional.of(seen.now())),
                    "rejoining %s: not streaming for %d s"
                            .formatted(leader.name(), APART.toSeconds()),
                    new Action.Run(new PostgresJob.Rejoin(leader)));
        }
        return Decision.of(
                memory, "waiting to stream from %s%s".formatted(from.name(), lastTrouble(memory)));
    }

    /** Those that stream from here keep theirs; all others would hold back log for nothing. */
    static Optional<Decision> slots(Observation seen, Memory memory, LeaseView lease) {
        Set<NodeName> fed = Cascade.slotsOfStandby(seen, lease.holder());
        boolean kept =
                memory.slots()
                        .filter(s -> !s.primary())
                        .map(Memory.Slots::members)
                        .map(m -> seen.paused() ? m.containsAll(fed) : m.equals(fed))
                        .orElse(seen.paused() && fed.isEmpty());
        boolean rests = !fed.isEmpty() && Health.resting(memory, seen.now());
        return kept || rests
                ? Optional.empty()
                : Optional.of(
                        Decision.of(
                                memory,
                                fed.isEmpty()
                                        ? "dropping slots that only a leader needs"
                                        : "making replication slots for " + fed,
                                new Action.Run(new PostgresJob.KeepSlots(fed))));
    }

    static String replica(Observation seen, LeaseView lease, PostgresView.Standby mine) {
        return "no action: I am "
                + seen.me().name()
                + ", a replica of "
                + lease.holder()
                + mine.upstream()
                        .map(Upstream::name)
                        .filter(n -> !n.equals(lease.holder()))
                        .map(n -> " through " + n)
                        .orElse("")
                + ", "
                + behind(lease, mine)
                + Departing.aside(seen);
    }

    static String behind(LeaseView lease, PostgresView.Standby mine) {
        return Words.bytes(Math.max(0, lease.lsn().minus(mine.replayed()))) + " behind";
    }

    /** A former primary asks its way back (S11); a standby just starts, and is checked after. */
    private static Decision down(
            Observation seen,
            Memory memory,
            LeaseView lease,
            Upstream leader,
            PostgresView.Down mine) {
        if (Health.resting(memory, seen.now())) {
            return Decision.of(memory, "pausing after a failure: " + memory.trouble().last());
        }
        boolean wasStandby = mine.standby() || mine.control().wasStandby();
        boolean older = lease.timeline().isAfter(mine.timeline());
        if (wasStandby && (!older || Unstreamed.starts(seen, memory))) {
            return Decision.of(
                    memory,
                    "starting PostgreSQL as a replica of " + leader.name(),
                    new Action.Run(
                            new PostgresJob.StartStandby(
                                    Unstreamed.upstream(seen, memory, lease, leader))));
        }
        if (!Pausing.keepsOut(seen, memory) && !ready(seen, leader)) {
            return Decision.of(
                    memory,
                    "waiting for %s to finish its promotion with a checkpoint before rejoining"
                            .formatted(leader.name()),
                    asking(seen));
        }
        return Decision.of(
                memory,
                "rejoining %s, which leads on timeline %s"
                        .formatted(leader.name(), timeline(seen, lease, leader)),
                new Action.Run(new PostgresJob.Rejoin(leader)));
    }

    /** The lease names a new one only from the next renewal on. */
    private static Timeline timeline(Observation seen, LeaseView lease, Upstream leader) {
        return seen.fresh(leader.name())
                .map(PeerReport::timeline)
                .filter(t -> t.isAfter(lease.timeline()))
                .orElse(lease.timeline());
    }

    private static Decision absent(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            Upstream leader) {
        if (Health.resting(memory, seen.now())) {
            return Decision.of(memory, "pausing after a failure: " + memory.trouble().last());
        }
        boolean leads = seen.fresh(leader.name()).map(PeerReport::primary).orElse(false);
        if (!seen.paused() && (!lease.systemId().isKnown() || !leads)) {
            return Decision.of(
                    memory,
                    "waiting for %s to lead before cloning from it".formatted(leader.name()),
                    asking(seen));
        }
        // What acknowledged writes rest on must have all of them, which only the leader has (S9);
        // while it is there, no operator's force makes an older copy do.
        boolean counted = Eligibility.isCountedOn(lease, settings);
        if (archiveFirst(memory) && settings.archive() && !counted) {
            return Decision.of(
                    memory,
                    "restoring from the archive to follow %s: I have no data"
                            .formatted(leader.name()),
                    new Action.Run(new PostgresJob.Restore(Optional.of(leader))));
        }
        Upstream original = counted ? leader : Cascade.original(seen, memory, lease, leader);
        return Decision.of(
                memory,
                "cloning from %s: I have no data%s".formatted(original.name(), lastTrouble(memory)),
                new Action.Run(new PostgresJob.Clone(original)));
    }

    /** The archive and the leader take turns: what failed is not tried twice in a row. */
    private static boolean archiveFirst(Memory memory) {
        return memory.trouble().failures() % 2 == 0;
    }

    private static Decision silent(
            Observation seen, Memory memory, NodeSettings settings, PostgresView.Silent silent) {
        boolean hung =
                memory.silentSince()
                        .map(t -> seen.now().since(t).compareTo(settings.hungAfter()) >= 0)
                        .orElse(false);
        if (hung) {
            return Decision.of(
                    Health.hung(memory, seen.now()),
                    "killing PostgreSQL, which hangs: " + silent.why(),
                    new Action.Run(
                            new PostgresJob.Stop(
                                    PostgresJob.Stop.Mode.KILL, Duration.ofSeconds(2))));
        }
        return Decision.of(memory, "waiting: PostgreSQL does not answer: " + silent.why());
    }

    static boolean ready(Observation seen, Upstream leader) {
        return seen.fresh(leader.name()).map(r -> r.primary() && r.checkpointed()).orElse(false);
    }

    static Action[] asking(Observation seen) {
        boolean ask = !seen.askingPeers() && !seen.askedWithin(Duration.ofMillis(250));
        return ask ? new Action[] {new Action.AskPeers()} : new Action[0];
    }

    private static String lastTrouble(Memory memory) {
        return memory.trouble().failures() == 0 ? "" : "; " + memory.trouble().last();
    }
}
