package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.Tenure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** This node holds the lease: PostgreSQL shall take writes here. */
final class Leading {

    private static final Duration KILL_WITHIN = Duration.ofSeconds(2);
    private static final Duration ASKED = Duration.ofMillis(1000);

    private Leading() {}

    static Decision decide(
            Observation seen, Memory memory, NodeSettings settings, Tenure.Held held) {
        Memory calm = withoutDoubt(seen, memory.yielding(Optional.empty()));
        if (settings.standbyOf().isPresent()) {
            return StandbyLeading.decide(seen, calm, settings, held, settings.standbyOf().get());
        }
        if (calm.handOver().isPresent()) {
            return HandingOver.decide(seen, calm, settings, held, calm.handOver().get());
        }
        if (seen.job().isPresent()) {
            return running(seen, calm, settings, held);
        }
        return switch (seen.server().orElse(null)) {
            case null -> Decision.goingOn(calm);
            case PostgresView.Primary p -> primary(seen, calm, settings, held, p);
            case PostgresView.Standby s -> standby(seen, calm, settings, held, s);
            case PostgresView.Down d -> down(seen, calm, settings, held, d);
            case PostgresView.Absent _ -> absent(seen, calm, settings, held);
            case PostgresView.Unusable(var why) ->
                    release(seen, calm, settings, held, "giving the lease back: " + why);
            case PostgresView.Starting _ ->
                    Decision.of(calm, "waiting for PostgreSQL to accept connections");
            case PostgresView.Silent s -> silent(seen, calm, settings, s);
        };
    }

    /** This node took writes when its agent began: its earlier run had promised nothing. */
    private static Memory withoutDoubt(Observation seen, Memory memory) {
        boolean own = memory.promise().filter(p -> p.leader().equals(seen.me().name())).isPresent();
        boolean wrote = seen.server().orElse(null) instanceof PostgresView.Primary;
        return own && wrote ? memory.promised(Optional.empty()) : memory;
    }

    private static String promised(Observation seen, Memory.Promise promise) {
        return promise.leader().equals(seen.me().name())
                ? "waiting a ttl: an earlier run of this agent may have promised to stand by"
                : "not promoting: I promised to stand by for " + promise.leader();
    }

    private static Decision primary(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            PostgresView.Primary mine) {
        LeaseView lease = held.lease();
        if (lease.systemId().isKnown() && !lease.systemId().equals(mine.systemId())) {
            return Decision.of(
                    memory,
                    Following.foreign(mine.systemId(), lease.systemId()),
                    new Action.StopAtOnce());
        }
        // Slots before all else: until they are there, no member can stream.
        Set<NodeName> others = Cascade.slotsOfLeader(seen, settings);
        boolean kept =
                memory.slots()
                        .filter(Memory.Slots::primary)
                        .map(Memory.Slots::members)
                        // None is dropped while the cluster is paused.
                        .map(m -> seen.paused() ? m.containsAll(others) : m.equals(others))
                        .orElse(false);
        if (!kept && !others.isEmpty() && !Health.resting(memory, seen.now())) {
            return Decision.of(
                    memory,
                    "making replication slots for " + others,
                    new Action.Run(new PostgresJob.KeepSlots(others)));
        }
        Optional<Decision> sync = Synchronizing.step(seen, memory, settings, held, mine);
        if (sync.isPresent()) {
            return sync.get();
        }
        if (!mine.checkpointed()) {
            return Decision.of(
                    memory,
                    "running the checkpoint after the promotion: rewinding members wait for it",
                    new Action.Run(new PostgresJob.Checkpoint()));
        }
        Optional<Decision> restart = Restarting.leading(seen, memory, mine);
        if (restart.isPresent()) {
            return restart.get();
        }
        Optional<OperatorRequest> request = seen.store().seen().flatMap(v -> v.request());
        if (request.isPresent() && !memory.isAnswered(request.get().id())) {
            return HandingOver.answer(seen, memory, settings, held, request.get());
        }
        Optional<Decision> planned =
                Planned.switchover(
                        seen,
                        memory,
                        plan -> HandingOver.answer(seen, memory, settings, held, plan));
        if (planned.isPresent()) {
            return planned.get();
        }
        Optional<Decision> departing = Departing.leading(seen, memory);
        if (departing.isPresent()) {
            return departing.get();
        }
        return Decision.of(
                memory,
                leading(seen, settings, held, mine)
                        + Synchronizing.words(seen, memory, settings, held, mine)
                        + Fencing.words(seen, settings, held));
    }

    private static String leading(
            Observation seen, NodeSettings settings, Tenure.Held held, PostgresView.Primary mine) {
        long streaming =
                mine.followers().stream().filter(f -> f.state().equals("streaming")).count();
        String base =
                "no action: I am "
                        + settings.self()
                        + ", the leader, in epoch "
                        + held.lease().epoch()
                        + " on timeline "
                        + mine.timeline()
                        + " with "
                        + streaming
                        + (streaming == 1 ? " streaming replica" : " streaming replicas");
        return held.byPeers()
                ? base
                        + "; the store does not answer, and every member has confirmed that none"
                        + " takes over"
                : base;
    }

    /** Take, then promote (S8): a promise made in between still counts (S5). */
    private static Decision standby(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            PostgresView.Standby mine) {
        if (memory.standsBy(seen.now())) {
            return Decision.of(memory, promised(seen, memory.promise().get()));
        }
        if (held.lease().timeline().isAfter(mine.timeline())) {
            return stopThenRelease(
                    seen,
                    memory,
                    settings,
                    held,
                    "giving the lease back: my timeline %s is behind the cluster's %s"
                            .formatted(mine.timeline(), held.lease().timeline()));
        }
        if (Health.tired(memory)) {
            return stopThenRelease(
                    seen,
                    memory,
                    settings,
                    held,
                    "giving the lease back: " + memory.trouble().last());
        }
        Optional<Decision> log = FromArchive.holdsBack(seen, memory, settings, mine);
        if (log.isPresent()) {
            return log.get();
        }
        Duration left = held.until().since(seen.now());
        if (held.byPeers() || left.compareTo(settings.timers().worthStarting()) < 0) {
            return Decision.of(memory, "renewing the lease before the promotion");
        }
        // A cluster that followed another one has no set yet, or one that nobody has confirmed: an
        // attempt may have been lost, and then lag alone decides who leads next (S9).
        boolean unset =
                settings.replication().waits()
                        && (held.lease().sync().isEmpty()
                                || seen.told().stream().anyMatch(SyncSet::isEmpty));
        if (unset || !Synchronizing.told(seen, settings).isEmpty()) {
            return seen.writing()
                    ? Decision.goingOn(memory)
                    : Decision.of(
                            memory,
                            "writing into the lease that only I will have what comes after the"
                                    + " promotion",
                            new Action.Renew(
                                    new LeaseDraft(seen, settings).aloneFromNow(held.lease())));
        }
        Optional<Decision> fence = Fencing.holdsBack(seen, memory, settings, held);
        if (fence.isPresent()) {
            return fence.get();
        }
        return Decision.of(
                memory,
                "promoting: I hold %s, and my position is %s"
                        .formatted(epoch(held), mine.position()),
                new Action.Run(new PostgresJob.Promote()));
    }

    private static Decision down(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            PostgresView.Down mine) {
        LeaseView lease = held.lease();
        boolean foreign = lease.systemId().isKnown() && !lease.systemId().equals(mine.systemId());
        if (foreign) {
            return release(
                    seen,
                    memory,
                    settings,
                    held,
                    Following.foreign(mine.systemId(), lease.systemId()));
        }
        boolean tired = Health.tired(memory);
        if (tired && !seen.askedWithin(ASKED)) {
            return Decision.of(
                    memory,
                    memory.trouble().last() + "; asking whether another member can lead",
                    seen.askingPeers() ? new Action[0] : new Action[] {new Action.AskPeers()});
        }
        boolean others = !Eligibility.nobodyElse(seen, lease);
        if (Health.hangsAgain(memory, seen.now()) || (tired && others)) {
            String why =
                    tired ? memory.trouble().last() : "PostgreSQL hung twice within some minutes";
            return release(seen, memory, settings, held, "giving the lease back: " + why);
        }
        if (memory.standsBy(seen.now())) {
            return Decision.of(memory, promised(seen, memory.promise().get()));
        }
        if (Health.resting(memory, seen.now())) {
            return Decision.of(memory, "pausing after a failure: " + memory.trouble().last());
        }
        if (mine.standby() || mine.control().wasStandby()) {
            return Decision.of(
                    memory,
                    "starting PostgreSQL read-only, to promote it",
                    new Action.Run(new PostgresJob.StartStandby(Optional.empty())));
        }
        Optional<Decision> fence = Fencing.holdsBack(seen, memory, settings, held);
        if (fence.isPresent()) {
            return fence.get();
        }
        return Decision.of(
                memory,
                "starting PostgreSQL again: it stopped, and I hold " + epoch(held),
                new Action.Run(new PostgresJob.StartPrimary()));
    }

    private static Decision absent(
            Observation seen, Memory memory, NodeSettings settings, Tenure.Held held) {
        if (held.lease().systemId().isKnown()) {
            return release(
                    seen,
                    memory,
                    settings,
                    held,
                    "giving the lease back: my data directory is empty, the cluster has data");
        }
        // Another member may found it meanwhile; after the pause this one tries again itself.
        if (Health.resting(memory, seen.now())) {
            return release(
                    seen,
                    memory,
                    settings,
                    held,
                    "giving the lease back: " + memory.trouble().last());
        }
        Optional<Decision> fence = Fencing.holdsBack(seen, memory, settings, held);
        if (fence.isPresent()) {
            return fence.get();
        }
        return Decision.of(
                memory,
                (settings.restore() ? "restoring what was archived" : "running initdb")
                        + ": I hold the first lease of a new cluster",
                new Action.Run(new PostgresJob.Initialize(settings.restore())));
    }

    /** In place first: nothing that was acknowledged is lost. */
    static Decision silent(
            Observation seen, Memory memory, NodeSettings settings, PostgresView.Silent mine) {
        if (!hung(seen, memory, settings)) {
            return Decision.of(
                    memory,
                    mine.working()
                            ? "waiting: PostgreSQL works, but gives no answer: " + mine.why()
                            : "watching: PostgreSQL does not answer: " + mine.why());
        }
        return Decision.of(
                Health.hung(memory, seen.now()),
                "killing PostgreSQL, which has hung for %d s: %s"
                        .formatted(settings.hungAfter().toSeconds(), mine.why()),
                new Action.Run(new PostgresJob.Stop(PostgresJob.Stop.Mode.KILL, KILL_WITHIN)));
    }

    private static boolean hung(Observation seen, Memory memory, NodeSettings settings) {
        return memory.silentSince()
                .map(t -> seen.now().since(t).compareTo(settings.hungAfter()) >= 0)
                .orElse(false);
    }

    /** A start that takes too long is given up when another member could lead. */
    private static Decision running(
            Observation seen, Memory memory, NodeSettings settings, Tenure.Held held) {
        RunningJob job = seen.job().get();
        if (seen.server().orElse(null) instanceof PostgresView.Silent mine
                && hung(seen, memory, settings)
                && !seen.paused()) {
            return Decision.of(
                    Health.hung(memory, seen.now()),
                    "killing PostgreSQL, which has hung for %d s: %s"
                            .formatted(settings.hungAfter().toSeconds(), mine.why()),
                    new Action.StopAtOnce());
        }
        boolean starting =
                job.job() instanceof PostgresJob.StartPrimary
                        || job.job() instanceof PostgresJob.Promote;
        Duration limit = Restarting.startLimit(memory, settings);
        boolean late = seen.now().since(job.since()).compareTo(limit) >= 0;
        boolean others = CandidateRanking.best(seen.freshReports()).isPresent();
        if (starting && late && others && !seen.paused()) {
            return Decision.of(
                    memory.troubled(
                            new Memory.Trouble(
                                    3,
                                    job.job().words() + " took longer than " + limit,
                                    seen.now().plus(settings.startLimit()),
                                    0,
                                    seen.now())),
                    "giving up %s after %d s: another member can lead"
                            .formatted(job.job().words(), limit.toSeconds()),
                    new Action.StopAtOnce());
        }
        if (job.job() instanceof PostgresJob.Initialize
                && seen.server().orElse(null) instanceof PostgresView.Standby mine
                && mine.replayPaused()) {
            return Decision.of(
                    memory,
                    "waiting at the restore's target, %s, where recovery is paused: SELECT pg_wal_replay_resume() ends it"
                            .formatted(mine.replayed()));
        }
        return Decision.goingOn(memory);
    }

    static Decision release(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            String because) {
        return seen.writing()
                ? Decision.goingOn(memory)
                : Decision.of(
                        memory,
                        because,
                        new Action.Release(new LeaseDraft(seen, settings).releasing(held.lease())));
    }

    /** A promotion that has been asked for may still come true: only a dead server is released. */
    private static Decision stopThenRelease(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            Tenure.Held held,
            String because) {
        return Decision.of(
                memory,
                because,
                new Action.Run(
                        new PostgresJob.Stop(
                                PostgresJob.Stop.Mode.FAST, settings.handOverLimit())));
    }

    static Set<NodeName> others(Observation seen) {
        Set<NodeName> others = new TreeSet<>();
        seen.store().seen().ifPresent(view -> others.addAll(view.members().keySet()));
        others.remove(seen.me().name());
        return others;
    }

    static String epoch(Tenure.Held held) {
        return "the lease of epoch " + held.lease().epoch();
    }
}
