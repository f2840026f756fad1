package io.matriarch.simulation;

import io.matriarch.agent.Effect;
import io.matriarch.agent.Effects;
import io.matriarch.agent.Event;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Timeline;
import io.matriarch.lease.LeaseWrite;
import io.matriarch.lease.StoreWrite;
import io.matriarch.peers.FailsafeQuestion;
import io.matriarch.routing.RoutePlan;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Each effect in virtual time, step by step as the real threads do it. */
final class SimEffects implements Effects {

    private static final Duration CACHED_AFTER = Duration.ofMillis(250);

    private final Herd herd;
    private final SimAgent agent;
    private final SimNode node;
    private final Dice dice;
    private final SimJobs jobs;

    SimEffects(Herd herd, SimAgent agent) {
        this.herd = herd;
        this.agent = agent;
        this.node = agent.node();
        this.dice = herd.agentDice();
        this.jobs = new SimJobs(herd, agent);
    }

    @Override
    public void start(Effect effect) {
        switch (effect) {
            case Effect.ReadStore _ -> soon(this::readStore);
            case Effect.ReadHistory _ -> soon(this::readHistory);
            case Effect.WriteLease write -> soon(() -> writeLease(write));
            case Effect.Look _ -> soon(this::look);
            case Effect.RunJob(var number, var job) -> jobs.run(number, job);
            case Effect.CancelJob _ -> jobs.cancel();
            case Effect.Kill _ -> soon(this::kill);
            case Effect.Disarm _ -> soon(this::disarm);
            case Effect.AskPeers ask -> soon(() -> askPeers(ask));
            case Effect.AskFailsafe round -> soon(() -> askFailsafe(round));
            case Effect.TellHeir(var heir, var epoch) -> soon(() -> tellHeir(heir, epoch));
            case Effect.PutMember(var member) -> soon(() -> putMember(member));
            case Effect.RemoveRequest(var id) -> soon(() -> removeRequest(id));
            case Effect.Route(var plan, var validUntil) -> route(plan, validUntil);
            case Effect.RecordFork(var timeline) -> soon(() -> recordFork(timeline));
        }
    }

    /** A thread takes up the work; on a busy machine that takes its time. */
    private void soon(Runnable work) {
        agent.later(dice.skewedMillis(0.01, 4), work);
    }

    private Moment now() {
        return node.clock().now();
    }

    private void readStore() {
        Moment asked = now();
        herd.store()
                .call(
                        agent,
                        herd.store()::view,
                        answer ->
                                agent.step(
                                        new Event.StoreRead(
                                                answer.<Reading<io.matriarch.cluster.ClusterView>>
                                                                map(
                                                                        v ->
                                                                                new Reading.Seen<>(
                                                                                        v, asked))
                                                        .orElseGet(
                                                                () ->
                                                                        new Reading.Missing<>(
                                                                                "no answer in time")),
                                                asked)));
    }

    private void readHistory() {
        Moment asked = now();
        herd.store()
                .call(
                        agent,
                        herd.store()::history,
                        answer ->
                                answer.ifPresent(
                                        h ->
                                                agent.step(
                                                        new Event.HistoryRead(
                                                                new Reading.Seen<>(h, asked)))));
    }

    private void writeLease(Effect.WriteLease write) {
        long stamp = node.deadMansSwitch().stamp();
        Moment sent = now();
        if (herd.bugs().contains(Bug.SWITCH_FED_EARLY) && write.holds()) {
            node.deadMansSwitch().arm(stamp, herd.timers().switchAfter());
        }
        herd.store()
                .call(
                        agent,
                        () -> herd.store().write(write.next(), write.condition()),
                        answer -> written(write, answer, stamp, sent));
    }

    private void written(
            Effect.WriteLease write, Optional<LeaseWrite> answer, long stamp, Moment sent) {
        LeaseWrite unknown =
                herd.bugs().contains(Bug.TIMEOUT_IS_SUCCESS)
                        ? new LeaseWrite.Won(write.next())
                        : new LeaseWrite.Unknown("no answer in time");
        LeaseWrite result = answer.orElse(unknown);
        boolean late = herd.bugs().contains(Bug.TTL_FROM_ANSWER);
        boolean armed =
                write.holds()
                        && result instanceof LeaseWrite.Won
                        && node.deadMansSwitch()
                                .arm(
                                        late ? node.deadMansSwitch().stamp() : stamp,
                                        herd.timers().switchAfter());
        agent.step(new Event.LeaseWritten(write, result, late ? now() : sent, armed));
    }

    private void look() {
        Moment asked = now();
        SimPostgres postgres = node.postgres();
        boolean silent = postgres.answersLate();
        long limit = node.clock().span(herd.timers().beat().toNanos());
        agent.later(
                silent ? limit : dice.skewedMillis(0.5, 15),
                () -> {
                    var view = postgres.view();
                    agent.later(
                            dice.skewedMillis(0.2, 10),
                            () -> agent.step(new Event.Looked(view, asked)));
                });
    }

    private void kill() {
        jobs.cancel();
        node.postgres().kill(dice.millis(3, 200));
        awaitGone();
    }

    private void awaitGone() {
        agent.later(
                dice.millis(1, 10),
                () -> {
                    if (node.postgres().running()) {
                        awaitGone();
                    } else {
                        agent.step(new Event.Killed(true));
                    }
                });
    }

    private void disarm() {
        boolean done = node.deadMansSwitch().disarm();
        agent.later(dice.millis(0.1, 2), () -> agent.step(new Event.Disarmed(done)));
    }

    private void askPeers(Effect.AskPeers ask) {
        Moment asked = now();
        Map<NodeName, Reading<PeerReport>> answers = new TreeMap<>();
        boolean[] told = new boolean[1];
        Runnable end =
                () -> {
                    if (!told[0]) {
                        told[0] = true;
                        for (Member m : ask.members()) {
                            answers.putIfAbsent(m.name(), new Reading.Missing<>("no answer"));
                        }
                        agent.step(new Event.PeersAnswered(answers, asked));
                    }
                };
        agent.later(node.clock().span(ask.deadline().toNanos()), end);
        if (ask.members().isEmpty()) {
            agent.later(1, end);
        }
        for (Member m : ask.members()) {
            Consumer<PeerReport> back =
                    report -> {
                        answers.put(m.name(), new Reading.Seen<>(report, asked));
                        if (answers.size() == ask.members().size()) {
                            end.run();
                        }
                    };
            send(m.name(), peer -> report(peer, r -> reply(m.name(), () -> back.accept(r))));
        }
    }

    /** The answering side: after its next look, or from memory when that takes long. */
    private void report(SimAgent peer, Consumer<PeerReport> answer) {
        boolean[] told = new boolean[1];
        Consumer<PeerReport> once =
                report -> {
                    if (!told[0]) {
                        told[0] = true;
                        answer.accept(adorned(report));
                    }
                };
        peer.later(
                peer.node().clock().span(CACHED_AFTER.toNanos()), () -> once.accept(peer.report()));
        peer.step(new Event.ReportAsked(once));
    }

    private PeerReport adorned(PeerReport r) {
        Lsn position =
                herd.bugs().contains(Bug.HEIR_NOT_CAUGHT_UP) && r.streaming()
                        ? new Lsn(r.position().bytes() + 100_000_000L)
                        : r.position();
        return new PeerReport(
                r.name(),
                r.primary(),
                r.holdsLease(),
                r.epoch(),
                r.eligible(),
                r.timeline(),
                position,
                r.streaming(),
                r.checkpointed(),
                r.priority());
    }

    private void send(NodeName to, Consumer<SimAgent> arrives) {
        herd.network()
                .send(
                        node.name(),
                        to.value(),
                        () -> {
                            SimAgent peer = herd.node(to).agent();
                            if (peer != null) {
                                peer.later(dice.skewedMillis(0.05, 3), () -> arrives.accept(peer));
                            }
                        });
    }

    private void reply(NodeName from, Runnable arrives) {
        herd.network().send(from.value(), node.name(), () -> agent.later(1, arrives));
    }

    private void askFailsafe(Effect.AskFailsafe round) {
        long stamp = node.deadMansSwitch().stamp();
        Moment asked = now();
        Map<NodeName, Boolean> answers = new TreeMap<>();
        boolean[] told = new boolean[1];
        Runnable end =
                () -> {
                    if (!told[0]) {
                        told[0] = true;
                        failsafeEnded(round, answers, stamp, asked);
                    }
                };
        agent.later(node.clock().span(round.deadline().toNanos()), end);
        if (round.members().isEmpty()) {
            agent.later(1, end);
        }
        for (Member m : round.members()) {
            Consumer<Boolean> back =
                    given -> {
                        answers.put(m.name(), given);
                        if (answers.size() == round.members().size()) {
                            end.run();
                        }
                    };
            send(
                    m.name(),
                    peer ->
                            promise(
                                    peer,
                                    round.question(),
                                    given -> reply(m.name(), () -> back.accept(given))));
        }
    }

    private void promise(SimAgent peer, FailsafeQuestion question, Consumer<Boolean> answer) {
        if (herd.bugs().contains(Bug.PROMISE_FORGOTTEN) && !peer.report().holdsLease()) {
            herd.invariants().promised(peer.node(), question.leader(), question.epoch());
            answer.accept(true);
            return;
        }
        peer.step(
                new Event.FailsafeAsked(
                        question,
                        given -> {
                            if (given) {
                                herd.invariants()
                                        .promised(peer.node(), question.leader(), question.epoch());
                            }
                            answer.accept(given);
                        }));
    }

    private void failsafeEnded(
            Effect.AskFailsafe round, Map<NodeName, Boolean> answers, long stamp, Moment asked) {
        long listed =
                round.lease().failsafe().stream().filter(n -> !n.equals(node.nodeName())).count();
        long given = answers.values().stream().filter(g -> g).count();
        long refused = answers.size() - given;
        boolean confirmed = round.members().size() == listed && given == listed;
        if (herd.bugs().contains(Bug.FAILSAFE_BY_MAJORITY)) {
            confirmed = 2 * (given + 1) > listed + 1;
        }
        if (herd.bugs().contains(Bug.SILENCE_IS_CONSENT)) {
            confirmed = refused == 0;
        }
        boolean armed = confirmed && node.deadMansSwitch().arm(stamp, herd.timers().switchAfter());
        agent.step(
                new Event.FailsafeAnswered(
                        round, confirmed, given + " of " + listed + " confirmed", asked, armed));
    }

    private void tellHeir(Member heir, long epoch) {
        send(heir.name(), peer -> peer.step(new Event.HandedOver(epoch)));
    }

    private void putMember(Member member) {
        herd.store()
                .call(
                        agent,
                        () -> {
                            herd.store().put(member);
                            return true;
                        },
                        answer -> agent.step(new Event.MemberPut(result(answer))));
    }

    private void removeRequest(String id) {
        herd.store()
                .call(
                        agent,
                        () -> {
                            herd.store().answered(id);
                            return true;
                        },
                        answer -> agent.step(new Event.RequestRemoved(id, result(answer))));
    }

    private void route(RoutePlan plan, Moment validUntil) {
        herd.routes()
                .point(
                        agent,
                        plan,
                        validUntil,
                        outcome -> agent.step(new Event.RoutesEnded(outcome)));
    }

    private void recordFork(Timeline timeline) {
        Optional<Wal.Branch> fork = node.postgres().fork(timeline.number());
        if (fork.isEmpty()) {
            agent.later(1, () -> agent.step(new Event.ForkRecorded(new StoreWrite.Written())));
            return;
        }
        Wal.Branch branch = fork.get();
        int parent = branch.parent == null ? 0 : branch.parent.timeline;
        HistoryEntry entry =
                new HistoryEntry(
                        new Timeline(parent),
                        new Lsn(branch.fork),
                        "promoted",
                        "",
                        node.nodeName());
        herd.store()
                .call(
                        agent,
                        () -> {
                            herd.store().add(entry);
                            return true;
                        },
                        answer -> agent.step(new Event.ForkRecorded(result(answer))));
    }

    private static StoreWrite result(Optional<Boolean> answer) {
        return answer.isPresent()
                ? new StoreWrite.Written()
                : new StoreWrite.Unknown("no answer in time");
    }
}
