package io.matriarch.agent;

import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.Fork;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Timeline;
import io.matriarch.host.Clock;
import io.matriarch.host.Group;
import io.matriarch.lease.ClusterStore;
import io.matriarch.lease.LeaseWrite;
import io.matriarch.lease.StoreWrite;
import io.matriarch.machines.Machines;
import io.matriarch.peers.Peers;
import io.matriarch.postgres.DeadMansSwitch;
import io.matriarch.postgres.DeadMansSwitch.Stamp;
import io.matriarch.postgres.Postgres;
import io.matriarch.routing.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs effects on threads. The lease has platform threads of its own, so that nothing that hangs on
 * PostgreSQL, on a disk or on a peer can hold up a renewal.
 */
public final class ThreadedEffects implements Effects {

    /** Everything that the effects act on. */
    public record Ports(
            ClusterStore store,
            Postgres postgres,
            DeadMansSwitch deadMansSwitch,
            Peers peers,
            Routes routes,
            Machines machines,
            Group group,
            Clock clock) {}

    private static final Duration JOB_END = Duration.ofSeconds(2);

    private final NodeName self;
    private final Supplier<LeaseTimers> pace;
    private final Ports ports;
    private final Inbox inbox;
    private final ExecutorService lease = platform("lease");
    private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock jobLock = new ReentrantLock();
    private @Nullable Thread jobThread;

    public ThreadedEffects(NodeName self, Supplier<LeaseTimers> pace, Ports ports, Inbox inbox) {
        this.self = self;
        this.pace = pace;
        this.ports = ports;
        this.inbox = inbox;
    }

    private static ExecutorService platform(String name) {
        return Executors.newCachedThreadPool(
                Thread.ofPlatform().name("matriarch-" + name + "-", 1).daemon().factory());
    }

    @Override
    public void start(Effect effect) {
        switch (effect) {
            case Effect.WriteLease write -> lease.execute(() -> writeLease(write));
            case Effect.AskFailsafe round -> lease.execute(() -> askFailsafe(round));
            case Effect.Kill _ -> lease.execute(this::kill);
            case Effect.Disarm _ ->
                    lease.execute(
                            () -> inbox.put(new Event.Disarmed(ports.deadMansSwitch().disarm())));
            case Effect.ReadStore _ -> lease.execute(this::readStore);
            case Effect.ReadHistory _ ->
                    others.execute(() -> inbox.put(new Event.HistoryRead(ports.store().history())));
            case Effect.Look _ -> others.execute(this::look);
            case Effect.RunJob job -> runJob(job);
            case Effect.CancelJob _ -> cancelJob();
            case Effect.AskPeers ask -> others.execute(() -> askPeers(ask));
            case Effect.TellHeir(var heir, var epoch) ->
                    others.execute(
                            () -> ports.peers().tellHeir(heir, epoch, pace.get().failsafeRound()));
            case Effect.PutMember(var member) ->
                    others.execute(
                            () -> inbox.put(new Event.MemberPut(ports.store().putMember(member))));
            case Effect.RemoveRequest(var id) ->
                    others.execute(
                            () ->
                                    inbox.put(
                                            new Event.RequestRemoved(
                                                    id, ports.store().removeRequest(id))));
            case Effect.RemovePlan(var plan) ->
                    others.execute(
                            () ->
                                    inbox.put(
                                            new Event.PlanRemoved(
                                                    plan.id(), ports.store().removePlan(plan))));
            case Effect.Route(var plan, var validUntil) ->
                    others.execute(
                            () ->
                                    inbox.put(
                                            new Event.RoutesEnded(
                                                    ports.routes().point(plan, validUntil))));
            case Effect.SeeRoutes _ ->
                    others.execute(
                            () -> inbox.put(new Event.RoutesArrived(ports.routes().arrival())));
            case Effect.TellGroup(var word) ->
                    others.execute(
                            () -> inbox.put(new Event.GroupTold(word, ports.group().tell(word))));
            case Effect.RecordFork(var timeline) -> others.execute(() -> recordFork(timeline));
            case Effect.Fence fence -> others.execute(() -> fence(fence));
            case Effect.SeekMachines(var instances) ->
                    others.execute(
                            () ->
                                    inbox.put(
                                            new Event.MachinesSought(
                                                    ports.machines().gone(instances))));
            case Effect.RemoveMember(var name) ->
                    others.execute(
                            () ->
                                    inbox.put(
                                            new Event.MemberRemoved(
                                                    name, ports.store().removeMember(name))));
            case Effect.AskRemote(var other) ->
                    others.execute(
                            () -> inbox.put(new Event.RemoteAsked(ports.postgres().ask(other))));
            case Effect.TendSlots(var leader) ->
                    others.execute(
                            () ->
                                    inbox.put(
                                            new Event.SlotsTended(
                                                    ports.postgres().tendSlots(leader))));
            case Effect.Configure asked -> others.execute(() -> configure(asked));
            case Effect.PutConfig(var next, var over) ->
                    others.execute(
                            () ->
                                    inbox.put(
                                            new Event.ConfigPut(
                                                    ports.store().putConfig(next, over))));
            case Effect.ShowRole(var role) ->
                    others.execute(
                            () -> inbox.put(new Event.RoleShown(ports.machines().showRole(role))));
        }
    }

    private void configure(Effect.Configure asked) {
        inbox.put(
                new Event.Configured(
                        asked, ports.postgres().configure(asked.server(), asked.mode())));
    }

    private void fence(Effect.Fence asked) {
        Fenced outcome = ports.machines().stop(asked.instance(), asked.validUntil());
        inbox.put(new Event.FenceEnded(asked, outcome));
    }

    /** Stamp and moment come before the write, the arming after its confirmation (S1, S3). */
    private void writeLease(Effect.WriteLease write) {
        Optional<Stamp> stamp = ports.deadMansSwitch().stamp();
        Moment sent = ports.clock().now();
        LeaseWrite result = ports.store().write(write.next(), write.condition());
        boolean armed =
                write.holds() && result instanceof LeaseWrite.Won && arm(stamp, write.timers());
        inbox.put(new Event.LeaseWritten(write, result, sent, armed));
    }

    private boolean arm(Optional<Stamp> stamp, LeaseTimers timers) {
        return stamp.map(s -> ports.deadMansSwitch().arm(s, timers.switchAfter())).orElse(false);
    }

    private void askFailsafe(Effect.AskFailsafe round) {
        Optional<Stamp> stamp = ports.deadMansSwitch().stamp();
        Moment asked = ports.clock().now();
        var answers = ports.peers().confirm(round.members(), round.question(), round.deadline());
        String refusals =
                answers.entrySet().stream()
                        .filter(e -> !e.getValue().seen().orElse(false))
                        .map(
                                e ->
                                        e.getKey()
                                                + (e.getValue()
                                                                instanceof
                                                                Reading.Missing<Boolean>(var why)
                                                        ? " does not answer (" + why + ")"
                                                        : " refuses"))
                        .sorted()
                        .collect(Collectors.joining(", "));
        long listed = round.lease().failsafe().stream().filter(n -> !n.equals(self)).count();
        boolean known = round.members().size() == listed && answers.size() == listed;
        boolean confirmed = known && refusals.isEmpty();
        String why = known ? refusals : "a member of the list has no known address";
        inbox.put(
                new Event.FailsafeAnswered(
                        round, confirmed, why, asked, confirmed && arm(stamp, round.timers())));
    }

    private void readStore() {
        Moment asked = ports.clock().now();
        inbox.put(new Event.StoreRead(ports.store().read(), asked));
    }

    private void look() {
        Moment asked = ports.clock().now();
        inbox.put(new Event.Looked(ports.postgres().look(pace.get().beat()), asked));
    }

    private void askPeers(Effect.AskPeers ask) {
        Moment asked = ports.clock().now();
        inbox.put(new Event.PeersAnswered(ports.peers().ask(ask.members(), ask.deadline()), asked));
    }

    private void runJob(Effect.RunJob job) {
        jobLock.lock();
        try {
            jobThread =
                    Thread.ofVirtual()
                            .name("matriarch-job")
                            .start(
                                    () -> {
                                        JobOutcome outcome = ports.postgres().perform(job.job());
                                        inbox.put(
                                                new Event.JobEnded(
                                                        job.number(), job.job(), outcome));
                                    });
        } finally {
            jobLock.unlock();
        }
    }

    private void cancelJob() {
        jobLock.lock();
        try {
            if (jobThread != null) {
                jobThread.interrupt();
            }
        } finally {
            jobLock.unlock();
        }
    }

    /**
     * Kills at once, and once more when the job that was under way has ended: it may have started a
     * server in between.
     */
    private void kill() {
        boolean gone = ports.postgres().kill();
        jobLock.lock();
        Thread job;
        try {
            job = jobThread;
        } finally {
            jobLock.unlock();
        }
        if (job != null && job.isAlive()) {
            try {
                job.join(JOB_END);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            gone = ports.postgres().kill();
        }
        inbox.put(new Event.Killed(gone));
    }

    private void recordFork(Timeline timeline) {
        Optional<Fork> fork = ports.postgres().fork(timeline);
        StoreWrite result =
                fork.map(
                                f ->
                                        ports.store()
                                                .addHistory(
                                                        new HistoryEntry(
                                                                timeline,
                                                                f.parent(),
                                                                f.switchPoint(),
                                                                f.reason(),
                                                                Instant.ofEpochMilli(
                                                                                ports.clock()
                                                                                        .wallMillis())
                                                                        .toString(),
                                                                self)))
                        .orElseGet(StoreWrite.Written::new);
        inbox.put(new Event.ForkRecorded(timeline, result));
    }

    /** Ends the threads; what hangs is left behind. */
    public void close() {
        lease.shutdownNow();
        others.shutdownNow();
        try {
            boolean _ = others.awaitTermination(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
