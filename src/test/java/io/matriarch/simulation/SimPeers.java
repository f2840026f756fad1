package io.matriarch.simulation;

import io.matriarch.agent.Effect;
import io.matriarch.agent.Event;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerNews;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Timeline;
import io.matriarch.peers.FailsafeQuestion;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What one agent asks the others, message by message. */
final class SimPeers {

    private static final Duration CACHED_AFTER = Duration.ofMillis(250);

    private final Herd herd;
    private final SimAgent agent;
    private final SimNode node;
    private final Dice dice;

    SimPeers(Herd herd, SimAgent agent) {
        this.herd = herd;
        this.agent = agent;
        this.node = agent.node();
        this.dice = herd.agentDice();
    }

    private Moment now() {
        return node.clock().now();
    }

    void ask(Effect.AskPeers ask) {
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
                        PeerReport said = adorned(report);
                        herd.restarts().told(peer, said);
                        answer.accept(said);
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
                        r.checkpointed()
                                || (r.primary() && herd.bugs().contains(Bug.REWIND_TOO_EARLY)),
                        r.priority(),
                        r.leaving(),
                        r.departing(),
                        news(r))
                .sure(r.sure() || remembered(r));
    }

    private PeerNews news(PeerReport r) {
        if (herd.bugs().contains(Bug.TURNS_FOR_ALL) && r.primary()) {
            return r.news().giving(Optional.of(node.nodeName()));
        }
        return herd.bugs().contains(Bug.CASCADE_LOOP_UNSEEN)
                ? r.news().streaming(Optional.empty())
                : r.news();
    }

    private boolean remembered(PeerReport r) {
        return herd.bugs().contains(Bug.VOTES_FROM_MEMORY)
                && !r.primary()
                && r.timeline().isAfter(Timeline.NONE);
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

    void askFailsafe(Effect.AskFailsafe round) {
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

    private void promise(SimAgent peer, FailsafeQuestion asked, Consumer<Boolean> answer) {
        FailsafeQuestion question =
                herd.bugs().contains(Bug.PROMISES_BY_ITS_OWN_TTL)
                        ? new FailsafeQuestion(asked.leader(), asked.epoch(), 1)
                        : asked;
        Duration ttl = Duration.ofMillis(question.ttlMillis());
        Duration own = peer.guard().pace().ttl();
        Duration longer = ttl.compareTo(own) > 0 ? ttl : own;
        if (herd.bugs().contains(Bug.PROMISE_FORGOTTEN) && !peer.report().holdsLease()) {
            herd.invariants().promised(peer.node(), question.leader(), question.epoch(), longer);
            answer.accept(true);
            return;
        }
        peer.step(
                new Event.FailsafeAsked(
                        question,
                        given -> {
                            if (given) {
                                herd.invariants()
                                        .promised(
                                                peer.node(),
                                                question.leader(),
                                                question.epoch(),
                                                longer);
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
        boolean armed = confirmed && node.deadMansSwitch().arm(stamp, round.timers().switchAfter());
        agent.step(
                new Event.FailsafeAnswered(
                        round, confirmed, given + " of " + listed + " confirmed", asked, armed));
    }

    void tellHeir(Member heir, long epoch) {
        send(heir.name(), peer -> peer.step(new Event.HandedOver(epoch)));
    }
}
