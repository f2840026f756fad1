package io.matriarch.simulation;

import io.matriarch.agent.Effect;
import io.matriarch.agent.Effects;
import io.matriarch.agent.Event;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Timeline;
import io.matriarch.lease.LeaseWrite;
import io.matriarch.lease.StoreWrite;
import io.matriarch.postgres.Reconfigured;
import io.matriarch.routing.RoutePlan;
import java.util.Optional;
import java.util.Set;

/** Each effect in virtual time, step by step as the real threads do it. */
final class SimEffects implements Effects {

    private final Herd herd;
    private final SimAgent agent;
    private final SimNode node;
    private final Dice dice;
    private final SimJobs jobs;
    private final SyncBugs syncBugs;
    private final ViewBugs viewBugs;
    private final SimPeers peers;

    SimEffects(Herd herd, SimAgent agent) {
        this.herd = herd;
        this.agent = agent;
        this.node = agent.node();
        this.dice = herd.agentDice();
        this.jobs = new SimJobs(herd, agent);
        this.syncBugs = new SyncBugs(herd, node);
        this.viewBugs = new ViewBugs(herd, node, syncBugs);
        this.peers = new SimPeers(herd, agent);
    }

    @Override
    public void start(Effect effect) {
        agent.pauseRules().begins(effect);
        switch (effect) {
            case Effect.ReadStore _ -> soon(this::readStore);
            case Effect.ReadHistory _ -> soon(this::readHistory);
            case Effect.WriteLease write -> soon(() -> writeLease(write));
            case Effect.Look _ -> soon(this::look);
            case Effect.RunJob(var number, var job) -> jobs.run(number, job);
            case Effect.CancelJob _ -> jobs.cancel();
            case Effect.Kill _ -> soon(this::kill);
            case Effect.Disarm _ -> soon(this::disarm);
            case Effect.AskPeers ask -> soon(() -> peers.ask(ask));
            case Effect.AskFailsafe round -> soon(() -> peers.askFailsafe(round));
            case Effect.TellHeir(var heir, var epoch) -> soon(() -> peers.tellHeir(heir, epoch));
            case Effect.PutMember(var member) -> soon(() -> putMember(member));
            case Effect.RemoveRequest(var id) -> soon(() -> removeRequest(id));
            case Effect.RemovePlan(var plan) -> soon(() -> removePlan(plan));
            case Effect.TellGroup(var word) -> herd.provider().tell(agent, word);
            case Effect.Route(var plan, var validUntil) -> route(plan, validUntil);
            case Effect.SeeRoutes _ -> herd.routes().arrival(agent);
            case Effect.RecordFork(var timeline) -> soon(() -> recordFork(timeline));
            case Effect.Fence fence -> soon(() -> fence(fence));
            case Effect.SeekMachines(var instances) -> soon(() -> seek(instances));
            case Effect.RemoveMember(var name) -> soon(() -> removeMember(name));
            case Effect.AskRemote _ -> herd.remote().ask(agent);
            case Effect.TendSlots(var leader) -> herd.slots().tend(agent, leader);
            case Effect.Configure asked -> soon(() -> configure(asked));
            case Effect.PutConfig(var next, var over) -> soon(() -> putConfig(next, over));
            case Effect.ShowRole _ -> soon(() -> agent.step(new Event.RoleShown(Optional.empty())));
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
        herd.store().call(agent, viewBugs::view, answer -> read(answer, asked));
    }

    private void read(Optional<ClusterView> answer, Moment asked) {
        Reading<ClusterView> reading =
                answer.<Reading<ClusterView>>map(v -> new Reading.Seen<>(v, asked))
                        .orElseGet(() -> new Reading.Missing<>("no answer in time"));
        agent.learn(reading);
        if (herd.bugs().contains(Bug.SELF_REPAIR_BEFORE_RELEASE)) {
            node.postgres().commits().rendered(herd.config().replication().mode());
        }
        agent.step(new Event.StoreRead(pauseBugs(reading), asked));
    }

    private Reading<ClusterView> pauseBugs(Reading<ClusterView> reading) {
        return herd.bugs().contains(Bug.PAUSE_UNREAD)
                        && reading instanceof Reading.Seen<ClusterView>(var v, var at)
                ? new Reading.Seen<>(v.paused(Optional.empty()), at)
                : reading;
    }

    private boolean isHeir() {
        return herd.store()
                .lease()
                .filter(l -> l.holder().equals(node.nodeName()) && l.incarnation().isEmpty())
                .isPresent();
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

    private void writeLease(Effect.WriteLease decided) {
        // The others are told of the smaller span while this node still holds by the greater.
        Effect.WriteLease write =
                herd.bugs().contains(Bug.SMALLER_TTL_WRITTEN_FIRST)
                        ? new Effect.WriteLease(
                                decided.next().lasting(decided.timers().ttl()),
                                decided.condition(),
                                decided.holds(),
                                decided.timers())
                        : decided;
        // Whoever hands over in order is taken for one that vanished.
        if (herd.bugs().contains(Bug.FENCED_AFTER_HAND_OVER)
                && decided.next().incarnation().isEmpty()) {
            write =
                    new Effect.WriteLease(
                            write.next().fencing(Set.of(node.nodeName())),
                            decided.condition(),
                            decided.holds(),
                            decided.timers());
        }
        send(write);
    }

    private void send(Effect.WriteLease write) {
        syncBugs.sending(write);
        long stamp = node.deadMansSwitch().stamp();
        Moment sent = now();
        if (herd.bugs().contains(Bug.SWITCH_FED_EARLY) && write.holds()) {
            node.deadMansSwitch().arm(stamp, write.timers().switchAfter());
        }
        if (herd.bugs().contains(Bug.HEIR_DOES_NOT_RENEW) && isHeir()) {
            written(write, Optional.of(new LeaseWrite.Won(write.next())), stamp, sent);
            return;
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
        syncBugs.sent(write);
        LeaseWrite result =
                answer.orElse(
                        syncBugs.believes(write) ? new LeaseWrite.Won(write.next()) : unknown);
        boolean late = herd.bugs().contains(Bug.TTL_FROM_ANSWER);
        boolean armed =
                write.holds()
                        && result instanceof LeaseWrite.Won
                        && (answer.isPresent() || !syncBugs.believes(write))
                        && node.deadMansSwitch()
                                .arm(
                                        late ? node.deadMansSwitch().stamp() : stamp,
                                        write.timers().switchAfter());
        agent.step(new Event.LeaseWritten(write, result, late ? now() : sent, armed));
    }

    private void look() {
        Moment asked = now();
        SimPostgres postgres = node.postgres();
        boolean silent = postgres.answersLate();
        long limit = node.clock().span(agent.guard().pace().beat().toNanos());
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

    /** Written and read again beside whatever else goes on. */
    private void configure(Effect.Configure asked) {
        boolean fails = herd.troubled(node) && dice.chance(0.5);
        agent.later(
                dice.skewedMillis(1, 400),
                () -> {
                    if (!fails) {
                        node.postgres().commits().configured(asked.mode());
                    }
                    agent.step(
                            new Event.Configured(
                                    asked,
                                    fails
                                            ? new Reconfigured.Stays("No space left on device")
                                            : new Reconfigured.Follows("reloaded")));
                });
    }

    private void putConfig(ConfigDocument next, long over) {
        herd.store()
                .call(
                        agent,
                        () -> herd.store().putConfig(next, over),
                        answer ->
                                agent.step(
                                        new Event.ConfigPut(
                                                answer.orElseGet(
                                                        () ->
                                                                new StoreWrite.Unknown(
                                                                        "no answer in time")))));
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

    private void removePlan(Plan plan) {
        herd.store()
                .call(
                        agent,
                        () -> {
                            herd.store().removePlan(plan);
                            return true;
                        },
                        answer -> agent.step(new Event.PlanRemoved(plan.id(), result(answer))));
    }

    private void route(RoutePlan plan, Moment validUntil) {
        herd.routes()
                .point(
                        agent,
                        plan,
                        validUntil,
                        outcome -> agent.step(new Event.RoutesEnded(outcome)));
    }

    private void fence(Effect.Fence fence) {
        herd.machines()
                .stop(agent, fence, outcome -> agent.step(new Event.FenceEnded(fence, outcome)));
    }

    private void seek(Set<String> instances) {
        herd.machines().seek(agent, instances, gone -> agent.step(new Event.MachinesSought(gone)));
    }

    private void removeMember(NodeName name) {
        herd.invariants().fencing().leaves(name);
        herd.store()
                .call(
                        agent,
                        () -> {
                            herd.store().removeMember(name);
                            return true;
                        },
                        answer -> agent.step(new Event.MemberRemoved(name, result(answer))));
    }

    private void recordFork(Timeline timeline) {
        Optional<Wal.Branch> fork = node.postgres().disk().flatMap(d -> d.fork(timeline.number()));
        if (fork.isEmpty()) {
            agent.later(
                    1,
                    () -> agent.step(new Event.ForkRecorded(timeline, new StoreWrite.Written())));
            return;
        }
        Wal.Branch branch = fork.get();
        int parent = branch.parent == null ? 0 : branch.parent.timeline;
        HistoryEntry entry =
                new HistoryEntry(
                        timeline,
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
                        answer -> agent.step(new Event.ForkRecorded(timeline, result(answer))));
    }

    private static StoreWrite result(Optional<Boolean> answer) {
        return answer.isPresent()
                ? new StoreWrite.Written()
                : new StoreWrite.Unknown("no answer in time");
    }
}
