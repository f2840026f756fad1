package io.matriarch.agent;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Myself;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.Tenure;
import io.matriarch.cluster.Timeline;
import io.matriarch.decision.Action;
import io.matriarch.decision.Fencing;
import io.matriarch.decision.Memory;
import io.matriarch.decision.RunningJob;
import io.matriarch.history.Ledger;
import io.matriarch.lease.LeaseCondition;
import io.matriarch.peers.FailsafeQuestion;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts what was decided, after one more look at whether it still may. */
final class ActionRunner {

    private static final Duration PEERS = Duration.ofMillis(300);

    private static final Duration SAY_AGAIN = Duration.ofSeconds(10);
    private static final Duration SAY_SELDOM = Duration.ofSeconds(60);

    private final Myself me;
    private final Known known;
    private final TenureGuard guard;
    private final Effects effects;
    private final Ledger ledger;

    ActionRunner(Myself me, Known known, TenureGuard guard, Effects effects, Ledger ledger) {
        this.me = me;
        this.known = known;
        this.guard = guard;
        this.effects = effects;
        this.ledger = ledger;
    }

    void run(Action action, Memory memory, Moment now) {
        switch (action) {
            case Action.StopAtOnce _ -> stopAtOnce(now);
            case Action.Disarm _ -> disarm(now);
            case Action.Take(var next, var over) -> take(next, over, memory, now);
            case Action.Adopt(var next, var over) ->
                    write(next, new LeaseCondition.Unmoved(over.epoch(), over.beat()), true, now);
            case Action.Renew(var next) -> write(next, mine(next), true, now);
            case Action.Release(var next) -> giveAway(next, mine(next), now);
            case Action.HandOver(var next) ->
                    giveAway(
                            next,
                            new LeaseCondition.Mine(me.name(), me.incarnation(), next.epoch() - 1),
                            now);
            case Action.Run(var job) -> job(job, memory, now);
            case Action.AskPeers _ -> askPeers(now);
            case Action.AskFailsafe _ -> askFailsafe(now);
            case Action.RecordFork(var timeline) -> record(timeline);
            case Action.Fence(var member, var instance) -> fence(member, instance, now);
            case Action.TellGroup(var word) -> tellGroup(word, now);
            case Action.EndRequest(var request, var outcome) ->
                    Closing.request(request, outcome, known, effects, ledger);
            case Action.EndPlan(var plan, var outcome) ->
                    Closing.plan(plan, outcome, known, effects, ledger);
            case Action.EndOrder(var order, var outcome) -> {
                ledger.answered(order, outcome);
                known.orders.end(order, outcome);
            }
        }
    }

    /** One word at a time; the same one again after a while, because it may have been lost. */
    private void tellGroup(GroupWord word, Moment now) {
        Duration pause =
                switch (word) {
                    case MAY_GO, JOINED -> SAY_AGAIN;
                    case BUSY, JOINING, UNHEALTHY -> SAY_SELDOM;
                };
        Moment last = known.groupTold.get(word);
        if (known.tellingGroup || (last != null && now.isBefore(last.plus(pause)))) {
            return;
        }
        known.tellingGroup = true;
        known.groupTold.put(word, now);
        if (word == GroupWord.UNHEALTHY) {
            known.group = known.group.reporting();
        }
        effects.start(new Effect.TellGroup(word));
    }

    private void record(Timeline timeline) {
        if (!known.recording) {
            known.recording = true;
            effects.start(new Effect.RecordFork(timeline));
        }
    }

    /** Once lost, a lease stops nobody: its new holder's machine least of all. */
    private void fence(NodeName member, String instance, Moment now) {
        if (!known.fencing
                && guard.tenure() instanceof Tenure.Held held
                && held.validAt(now)
                && !member.equals(me.name())) {
            known.fencing = true;
            effects.start(new Effect.Fence(member, instance, held.lease().epoch(), held.until()));
        }
    }

    private LeaseCondition mine(LeaseView next) {
        return new LeaseCondition.Mine(me.name(), me.incarnation(), next.epoch());
    }

    private void take(LeaseView next, Optional<LeaseView> over, Memory memory, Moment now) {
        // A promise may have been given since the decision was made (S5).
        if (memory.standsBy(now)) {
            return;
        }
        LeaseCondition condition =
                over.<LeaseCondition>map(l -> new LeaseCondition.Unmoved(l.epoch(), l.beat()))
                        .orElseGet(LeaseCondition.Absent::new);
        write(next, condition, true, now);
    }

    /**
     * Once such a write is on its way it may take effect at any time, whatever its answer: the
     * lease counts for nothing here from before it is sent.
     */
    private void giveAway(LeaseView next, LeaseCondition condition, Moment now) {
        if (known.writing || known.disarming) {
            return;
        }
        guard.lost();
        write(next, condition, false, now);
    }

    /**
     * Carried out late, a disarming would undo the arming by a lease won since. A switch that does
     * not answer is asked again, but not all the time.
     */
    private void disarm(Moment now) {
        Moment last = known.disarmAsked;
        boolean again =
                last == null || now.reached(last.plus(known.settings.timers().watchEvery()));
        if (again && !known.disarming && !known.writing && !known.askingFailsafe) {
            known.disarming = true;
            known.disarmAsked = now;
            effects.start(new Effect.Disarm());
        }
    }

    private void write(LeaseView next, LeaseCondition condition, boolean holds, Moment now) {
        if (known.writing || known.disarming) {
            return;
        }
        known.writing = true;
        known.lastWrite = now;
        known.attempted = Math.max(known.attempted, next.beat());
        known.named.addAll(next.failsafe());
        if (!known.told.contains(next.sync())) {
            Set<SyncSet> all = new HashSet<>(known.told);
            all.add(next.sync());
            known.told = Set.copyOf(all);
        }
        known.tried = next;
        known.mayHold(next.ttl());
        effects.start(new Effect.WriteLease(next, condition, holds, known.wanted));
    }

    private void stopAtOnce(Moment now) {
        if (known.job != null) {
            effects.start(new Effect.CancelJob());
            known.job = null;
            known.jobNumber++;
        }
        if (!known.killing) {
            known.killing = true;
            known.acted = now;
            effects.start(new Effect.Kill());
        }
    }

    private void job(PostgresJob job, Memory memory, Moment now) {
        if (known.job != null || known.killing || !allowed(job, memory, now)) {
            return;
        }
        known.job = new RunningJob(job, now);
        known.jobNumber++;
        effects.start(new Effect.RunJob(known.jobNumber, job));
    }

    /**
     * Nothing that may end as a primary starts without a lease and an armed switch (S8); and
     * nothing that only reads beside a switch that still holds the end of a lost lease, which would
     * kill it for nothing.
     */
    private boolean allowed(PostgresJob job, Memory memory, Moment now) {
        return switch (job) {
            case PostgresJob.Initialize _, PostgresJob.StartPrimary _ -> mayLead(memory, now);
            // What it acknowledges from now on no earlier set has (S9).
            case PostgresJob.Promote _ ->
                    mayLead(memory, now)
                            && SyncSet.named(known.told).stream().allMatch(me.name()::equals)
                            && (!known.settings.replication().waits()
                                    || known.told.stream().noneMatch(SyncSet::isEmpty));
            case PostgresJob.Clone _,
                    PostgresJob.Restore _,
                    PostgresJob.StartStandby _,
                    PostgresJob.Rejoin _ ->
                    guard.validAt(now) || !known.armed;
            case PostgresJob.Stop _,
                    PostgresJob.Synchronize _,
                    PostgresJob.Follow _,
                    PostgresJob.Detach _,
                    PostgresJob.Checkpoint _,
                    PostgresJob.KeepSlots _ ->
                    true;
        };
    }

    private boolean mayLead(Memory memory, Moment now) {
        return known.settings.standbyOf().isEmpty()
                && guard.tenure() instanceof Tenure.Held held
                && held.validAt(now)
                && known.armed
                && !memory.standsBy(now)
                && !Fencing.forbids(
                        held.lease(),
                        known.fences,
                        known.store.seen().flatMap(ClusterView::request),
                        known.settings);
    }

    private void askPeers(Moment now) {
        if (!known.askingPeers) {
            known.askingPeers = true;
            known.peersAsked = now;
            effects.start(new Effect.AskPeers(known.others(me.name()), PEERS));
        }
    }

    private void askFailsafe(Moment now) {
        if (known.askingFailsafe || !(guard.tenure() instanceof Tenure.Held held)) {
            return;
        }
        // A cluster that the store does not name yet may be founded anew by any member, also by one
        // that no list holds: the failsafe is for those that have data.
        if (!held.lease().systemId().isKnown()) {
            return;
        }
        known.askingFailsafe = true;
        known.failsafeAsked = now;
        // A write without an answer may have taken effect: whoever it named may take the lease,
        // too.
        LeaseView lease = held.lease().confirmedBy(known.mayTake(held.lease().failsafe()));
        List<Member> members =
                lease.failsafe().stream()
                        .filter(n -> !n.equals(me.name()))
                        .sorted()
                        .flatMap(n -> member(n).stream())
                        .toList();
        effects.start(
                new Effect.AskFailsafe(
                        lease,
                        members,
                        new FailsafeQuestion(me.name(), lease.epoch(), lease.ttl().toMillis()),
                        known.settings.timers().failsafeRound(),
                        known.settings.timers()));
    }

    private Optional<Member> member(NodeName name) {
        return known.others(me.name()).stream().filter(m -> m.name().equals(name)).findFirst();
    }
}
