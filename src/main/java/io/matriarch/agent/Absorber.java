package io.matriarch.agent;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Myself;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tenure;
import io.matriarch.cluster.Timeline;
import io.matriarch.decision.Chronicling;
import io.matriarch.decision.Fence;
import io.matriarch.decision.Fencing;
import io.matriarch.decision.Health;
import io.matriarch.decision.Memory;
import io.matriarch.decision.Promises;
import io.matriarch.history.Ledger;
import io.matriarch.lease.LeaseCondition;
import io.matriarch.lease.LeaseWrite;
import io.matriarch.lease.StoreWrite;
import io.matriarch.peers.FailsafeQuestion;
import io.matriarch.routing.Routed;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Turns events into what is known; the only place where the tenure is won or lost. */
final class Absorber {

    private final Myself me;
    private final Known known;
    private final TenureGuard guard;
    private final Effects effects;
    private final Ledger ledger;
    private final RouteDuty routes;

    Absorber(
            Myself me,
            Known known,
            TenureGuard guard,
            Effects effects,
            Ledger ledger,
            RouteDuty routes) {
        this.me = me;
        this.known = known;
        this.guard = guard;
        this.effects = effects;
        this.ledger = ledger;
        this.routes = routes;
    }

    Memory absorb(Event event, Memory memory, Moment now, long wallMillis) {
        switch (event) {
            case Event.Tick _, Event.ReportAsked _, Event.TrialAsked _, Event.Tagged _ -> {}
            case Event.Woken _ -> known.storeAsked = null;
            case Event.HandedOver _ -> known.storeAsked = null;
            case Event.StoreRead(var result, var asked) -> storeRead(result, asked, wallMillis);
            case Event.HistoryRead(var result) -> result.seen().ifPresent(h -> known.history = h);
            case Event.LeaseWritten written -> {
                return leaseWritten(written, memory, now);
            }
            case Event.Looked(var view, var asked) -> {
                known.looking = false;
                // What was seen before the newest act says nothing about what it left.
                if (known.acted == null || !asked.isBefore(known.acted)) {
                    known.postgres = new Reading.Seen<>(view, asked);
                    primary(view, asked);
                }
            }
            case Event.JobEnded(var number, var job, var outcome) -> {
                if (known.job == null || number != known.jobNumber) {
                    return memory;
                }
                known.job = null;
                if (changes(job)) {
                    lookAgain(now);
                    // A server that has started took in what it lacked.
                    known.slots = known.slots.started();
                } else {
                    known.lookAsked = null;
                }
                ledger.jobEnded(job, outcome, wallMillis);
                return Health.learn(memory, job, outcome, now);
            }
            case Event.Killed(var gone) -> {
                known.killing = false;
                lookAgain(now);
                ledger.killed(gone, wallMillis);
            }
            case Event.SwitchSeen(var armed) -> known.armed = armed;
            case Event.Disarmed(var confirmed) -> {
                known.disarming = false;
                known.armed = known.armed && !confirmed;
                known.unarmed = confirmed ? 0 : known.unarmed;
            }
            case Event.PeersAnswered(var answers, var asked) -> {
                known.askingPeers = false;
                known.peersAnswered(answers, asked);
            }
            case Event.FailsafeAnswered answered -> failsafe(answered);
            case Event.MemberPut _,
                    Event.RequestRemoved _,
                    Event.PlanRemoved _,
                    Event.MemberRemoved _ ->
                    known.storeAsked = null;
            case Event.RoleShown _,
                    Event.MachinesSought _,
                    Event.SlotsTended _,
                    Event.RemoteAsked _,
                    Event.ConfigPut _,
                    Event.Configured _ -> {}
            case Event.OrderGiven(var order) -> known.orders.give(order, memory);
            case Event.FenceEnded(var asked, var outcome) -> fenced(asked, outcome, now);
            case Event.ArchiveSeen(var view) -> known.archive = Optional.of(view);
            case Event.BackupsSeen(var trouble) -> known.backupTrouble = trouble;
            case Event.RoutesEnded(var outcome) -> {
                if (outcome instanceof Routed.Superseded(var epoch)) {
                    known.outranked = epoch;
                }
                routes.ended(outcome, now, wallMillis);
            }
            case Event.RoutesArrived(var arrival) -> routes.arrived(arrival, now);
            case Event.ForkRecorded(var timeline, var result) -> {
                return forkRecorded(timeline, result, memory, now);
            }
            case Event.Noticed(var notice) -> known.notice = notice;
            case Event.StandingSeen(var standing) -> known.group = known.group.standing(standing);
            case Event.GroupTold(var word, var failure) -> groupTold(word, failure);
            case Event.Exited _ -> lookAgain(now);
            case Event.FailsafeAsked(var question, var answer) -> {
                return promise(question, answer, memory, now);
            }
            case Event.StopAsked _ -> known.stopping = true;
        }
        return memory;
    }

    /** The clocks disagree: what was watched is watched anew, and the lease renewed at once. */
    Memory doubt(Memory memory) {
        ledger.warn("the wall clock jumped against the monotonic clock: reading everything again");
        known.lastWrite = null;
        known.storeAsked = null;
        return Health.watchAgain(memory);
    }

    private void lookAgain(Moment now) {
        known.acted = now;
        known.lookAsked = null;
        if (known.job == null) {
            known.primarySeen = null;
            known.postgres = new Reading.Missing<>("it changed; looking again");
        }
    }

    private void fenced(Effect.Fence asked, Fenced outcome, Moment now) {
        known.fencing = false;
        Optional<Fence> before = Optional.ofNullable(known.fences.get(asked.member()));
        Fence next = Fencing.learn(before, asked.epoch(), outcome, now);
        known.fences.put(asked.member(), next);
        boolean same =
                before.filter(b -> b.epoch() == next.epoch())
                        .filter(b -> b.outcome().equals(outcome))
                        .isPresent();
        if (!same) {
            String machine = machine(asked);
            switch (outcome) {
                case Fenced.Off(var state) ->
                        ledger.machine("fencing: %s is off: %s".formatted(machine, state));
                case Fenced.Stopping _ ->
                        ledger.machine("fencing: %s is being stopped".formatted(machine));
                case Fenced.Failed(var why) ->
                        ledger.warn(
                                "fencing: %s is not known to be off: %s".formatted(machine, why));
            }
        }
    }

    /** On EC2 a member is called by its instance unless somebody says otherwise. */
    private static String machine(Effect.Fence asked) {
        return "the machine of "
                + asked.member()
                + (asked.member().value().equals(asked.instance())
                        ? ""
                        : " (" + asked.instance() + ")");
    }

    /** After these, what was seen before says nothing any more. */
    private static boolean changes(PostgresJob job) {
        return switch (job) {
            case PostgresJob.Checkpoint _, PostgresJob.KeepSlots _, PostgresJob.Synchronize _ ->
                    false;
            case PostgresJob.Initialize _,
                    PostgresJob.Clone _,
                    PostgresJob.Restore _,
                    PostgresJob.StartPrimary _,
                    PostgresJob.StartStandby _,
                    PostgresJob.Stop _,
                    PostgresJob.Promote _,
                    PostgresJob.Follow _,
                    PostgresJob.Detach _,
                    PostgresJob.Rejoin _ ->
                    true;
        };
    }

    /** A server that is silent may still take writes; any other answer says that it does not. */
    private void primary(PostgresView view, Moment asked) {
        if (view instanceof PostgresView.Primary) {
            known.primarySeen = asked;
        } else if (!(view instanceof PostgresView.Silent)) {
            known.primarySeen = null;
        }
    }

    private void storeRead(Reading<ClusterView> result, Moment asked, long wallMillis) {
        known.reading = false;
        known.storeRead(result, asked, wallMillis);
        Optional<LeaseView> lease = known.store.seen().flatMap(v -> v.lease());
        result.seen().ifPresent(view -> Closing.again(view, known, effects));
        lease.filter(me::holds).ifPresent(known::found);
        // A higher epoch of somebody else is the word that the lease is lost (S4).
        if (guard.tenure() instanceof Tenure.Held held
                && lease.filter(l -> l.epoch() > held.lease().epoch()).isPresent()) {
            guard.lost();
        }
    }

    private Memory forkRecorded(Timeline timeline, StoreWrite result, Memory memory, Moment now) {
        known.recording = false;
        if (result instanceof StoreWrite.Unknown(var why)) {
            ledger.warn(
                    "the history does not say yet how timeline %s began, and will be written again: %s"
                            .formatted(timeline, why));
            return Chronicling.learn(memory, timeline, false, now);
        }
        effects.start(new Effect.ReadHistory());
        return Chronicling.learn(memory, timeline, true, now);
    }

    private Memory leaseWritten(Event.LeaseWritten written, Memory memory, Moment now) {
        known.writing = false;
        switch (written.result()) {
            case LeaseWrite.Won(var lease) -> {
                known.leaseShown(Optional.of(lease), now);
                // Each attempt has its own beat: no earlier one can take effect any more.
                known.named.clear();
                // Also where it counts for nothing here, because the switch did not confirm it.
                known.named.addAll(lease.failsafe());
                known.told = Set.of(lease.sync());
                known.won = lease;
                if (written.write().holds() && written.armed()) {
                    known.armed = true;
                    known.unarmed = 0;
                    guard.confirm(lease, written.sent(), written.write().timers());
                    shortened(written.write().timers().ttl());
                } else if (written.write().holds()) {
                    known.unarmed++;
                    ledger.warn(
                            "the dead man's switch did not confirm: this renewal counts for nothing");
                }
                return handedOver(lease, memory);
            }
            case LeaseWrite.Refused(var current) -> {
                known.leaseShown(current, now);
                boolean mine = current.filter(me::holds).isPresent();
                boolean renewal = written.write().condition() instanceof LeaseCondition.Mine;
                // An item that is gone is not somebody else's lease: the decider writes it anew.
                if (renewal && current.isPresent() && !mine) {
                    guard.lost();
                }
            }
            case LeaseWrite.Unknown(var why) -> known.store = new Reading.Missing<>(why);
        }
        return memory;
    }

    /**
     * Guard and switch hold by the newest timers now: a shorter ttl may be written from here on. A
     * round of the failsafe that began before may still arm the switch by older ones.
     */
    private void shortened(Duration ttl) {
        Duration held = guard.timers().ttl();
        if (!known.askingFailsafe) {
            known.heldMost = held.compareTo(ttl) >= 0 ? held : ttl;
        }
    }

    private Memory handedOver(LeaseView lease, Memory memory) {
        if (lease.heir().isPresent() && !lease.holder().equals(me.name())) {
            known.others(me.name()).stream()
                    .filter(m -> m.name().equals(lease.holder()))
                    .forEach(m -> effects.start(new Effect.TellHeir(m, lease.epoch())));
            Optional<OperatorRequest> asked = memory.handOver().flatMap(h -> h.request());
            asked.ifPresent(
                    request ->
                            Closing.request(
                                    request,
                                    "done: %s handed over to %s"
                                            .formatted(me.name(), lease.holder()),
                                    known,
                                    effects,
                                    ledger));
            // Whoever leads next need not say so again.
            return asked.map(r -> memory.answered(r.id())).orElse(memory);
        }
        return memory;
    }

    private void groupTold(GroupWord word, Optional<String> failure) {
        known.tellingGroup = false;
        if (failure.isEmpty() && word == GroupWord.MAY_GO) {
            known.group = known.group.gone();
        }
        if (failure.isEmpty() && word == GroupWord.UNHEALTHY) {
            known.group = known.group.standing(GroupView.Standing.UNHEALTHY);
        }
        if (failure.isEmpty() && word == GroupWord.JOINED) {
            known.group = known.group.standing(GroupView.Standing.HEALTHY);
            ledger.machine("in service: its group counts this machine from now on");
        }
        String trouble = failure.orElse("");
        if (!trouble.isEmpty() && !trouble.equals(known.groupTrouble)) {
            ledger.warn(trouble);
        }
        known.groupTrouble = trouble;
    }

    private void failsafe(Event.FailsafeAnswered answered) {
        known.askingFailsafe = false;
        boolean same =
                guard.tenure() instanceof Tenure.Held held
                        && held.lease().epoch() == answered.round().lease().epoch();
        if (!answered.confirmed()) {
            ledger.warn("the failsafe was refused: " + answered.why());
            return;
        }
        if (same && answered.armed()) {
            guard.confirmByPeers(
                    answered.round().lease(), answered.asked(), answered.round().timers());
        }
    }

    private Memory promise(
            FailsafeQuestion question, Consumer<Boolean> answer, Memory memory, Moment now) {
        Promises.Answer given =
                Promises.answer(
                        question.leader(),
                        question.epoch(),
                        Duration.ofMillis(question.ttlMillis()),
                        guard.validAt(now),
                        known.writing,
                        Optional.ofNullable(known.lastStore).flatMap(v -> v.lease()),
                        memory,
                        known.settings,
                        now);
        answer.accept(given.given());
        return given.next();
    }
}
