package io.matriarch.simulation;

import io.matriarch.agent.Event;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The server of one machine, and its data directory. Nothing of it depends on the agent. */
final class SimPostgres {

    /** A record of the write-ahead log that no client wrote. */
    static final long RECORD = 120;

    private enum Phase {
        DOWN,
        STARTING,
        UP
    }

    private final SimNode node;
    private final Herd herd;
    private final Dice dice;
    private @Nullable SimDisk disk;
    private Phase phase = Phase.DOWN;
    private boolean primary;
    private boolean stopping;
    private boolean hung;
    private long busyUntil;
    private int run;
    private @Nullable Upstream upstream;

    /** Where its configuration points. */
    private @Nullable Upstream told;

    private boolean streaming;
    private long startedAt = Long.MIN_VALUE / 2;
    private long streamedAt = Long.MIN_VALUE / 2;
    private int primaryStarts;
    private final SimCommits commits;
    private final List<Runnable> atEnd = new ArrayList<>();

    SimPostgres(SimNode node, Herd herd, Dice dice) {
        this.node = node;
        this.herd = herd;
        this.dice = dice;
        this.commits = new SimCommits(node, herd);
    }

    SimCommits commits() {
        return commits;
    }

    Optional<SimDisk> disk() {
        return Optional.ofNullable(disk);
    }

    void replaceDisk(@Nullable SimDisk next) {
        disk = next;
    }

    boolean running() {
        return phase != Phase.DOWN;
    }

    boolean isPrimary() {
        return phase == Phase.UP && primary;
    }

    boolean isStandby() {
        return phase == Phase.UP && !primary;
    }

    boolean hung() {
        return hung;
    }

    boolean answersLate() {
        return answeredLate(0);
    }

    /** Whoever asked it within that span may have no answer. */
    boolean answeredLate(long span) {
        return running() && (hung || busyUntil > herd.world().now() - span);
    }

    boolean streaming() {
        return streaming;
    }

    Optional<Upstream> upstream() {
        return Optional.ofNullable(upstream);
    }

    /** Takes writes, or will once it is up. */
    boolean primary() {
        return running() && primary;
    }

    int primaryStarts() {
        return primaryStarts;
    }

    /** Its backends answer clients' commits at this instant. */
    boolean acknowledges() {
        return isPrimary()
                && commits.inForce().open()
                && !stopping
                && !hung
                && node.up()
                && !node.paused();
    }

    /** Clients that wait for an answer write nothing more. */
    void write(long bytes) {
        SimDisk mine = mustHaveDisk();
        if (commits.fewWait(mine.wal)) {
            mine.wal = mine.wal.plus(bytes);
        }
        commits.acknowledge(mine.wal);
    }

    private SimDisk mustHaveDisk() {
        return Objects.requireNonNull(disk, node.name() + " has no data directory");
    }

    /**
     * @param ready hears whether the server came up
     */
    void start(boolean asPrimary, @Nullable Upstream from, long takes, Consumer<Boolean> ready) {
        if (running() || disk == null) {
            ready.accept(false);
            return;
        }
        phase = Phase.STARTING;
        primary = asPrimary;
        pointAt(from);
        hung = false;
        stopping = false;
        int current = ++run;
        disk.standbySignal = !asPrimary;
        commits.start(disk, asPrimary);
        Once once = new Once(ready);
        atEnd.add(() -> once.accept(false));
        node.onMachine(
                takes,
                () -> {
                    if (current != run || phase != Phase.STARTING) {
                        return;
                    }
                    up();
                    once.accept(true);
                });
    }

    private void up() {
        SimDisk mine = mustHaveDisk();
        phase = Phase.UP;
        startedAt = herd.world().now();
        mine.state = primary ? "in production" : "in archive recovery";
        if (primary) {
            mine.wal = mine.wal.plus(RECORD);
            commits.shown(mine.wal);
            mine.checkpointed();
            primaryStarts++;
            herd.remote().writing(node);
            node.tell("PostgreSQL takes writes on timeline " + mine.wal.branch().timeline);
        }
    }

    /** The server has been told; nothing but its end keeps this from coming true. */
    void promote(long takes, Consumer<Boolean> done) {
        int current = run;
        pointAt(null);
        node.onMachine(
                takes,
                () -> {
                    if (current != run || !isStandby() || hung) {
                        done.accept(false);
                        return;
                    }
                    SimDisk mine = mustHaveDisk();
                    herd.remote().shipped().promotes(node, mine);
                    mine.knownTimeline++;
                    Wal.Branch branch =
                            new Wal.Branch(
                                    mine.knownTimeline,
                                    mine.wal.branch(),
                                    mine.wal.end(),
                                    node.name());
                    mine.wal = new Wal(branch, mine.wal.end() + RECORD);
                    mine.state = "in production";
                    mine.standbySignal = false;
                    primary = true;
                    primaryStarts++;
                    commits.begin(mine.commits);
                    herd.remote().writing(node);
                    node.tell("PostgreSQL takes writes on timeline " + branch.timeline);
                    herd.invariants().promoted(node, branch);
                    commits.shown(mine.wal);
                    done.accept(true);
                });
    }

    /** In order: clients are sent away at once, standbys get everything, then a checkpoint. */
    void stop(long takes) {
        if (!running() || hung) {
            return;
        }
        stopping = true;
        finishStop(takes);
    }

    private void finishStop(long takes) {
        int current = run;
        node.onMachine(
                takes,
                () -> {
                    if (current != run || hung) {
                        return;
                    }
                    SimDisk mine = mustHaveDisk();
                    if (isPrimary()) {
                        mine.checkpointed();
                        mine.wal = mine.wal.plus(RECORD);
                        herd.traffic().streamOut(node);
                        mine.state = "shut down";
                    } else if (isStandby()) {
                        mine.minRecoveryEnd = mine.wal.end();
                        mine.state = "shut down in recovery";
                    }
                    end();
                });
    }

    void kill(long takes) {
        int current = run;
        node.onMachine(
                takes,
                () -> {
                    if (current == run) {
                        died();
                    }
                });
    }

    /** It stops, or reads its log again and lets its clients in, as its configuration says. */
    void crashInside(long takes) {
        if (!isPrimary() || hung || stopping) {
            return;
        }
        node.tell("a backend of PostgreSQL crashes");
        if (!commits.repairsItself()) {
            died();
            return;
        }
        int current = run;
        phase = Phase.STARTING;
        node.onMachine(
                takes,
                () -> {
                    if (current == run && phase == Phase.STARTING) {
                        commits.begin(mustHaveDisk().commits);
                        up();
                    }
                });
    }

    /** All its processes are gone, at once and without a word. */
    void died() {
        if (running()) {
            end();
        }
    }

    private void end() {
        phase = Phase.DOWN;
        run++;
        streaming = false;
        stopping = false;
        hung = false;
        if (disk != null && disk.standbySignal) {
            disk.minRecoveryEnd = disk.wal.end();
        }
        List<Runnable> waiting = List.copyOf(atEnd);
        atEnd.clear();
        waiting.forEach(Runnable::run);
        SimAgent agent = node.agent();
        if (agent != null) {
            agent.later(dice.millis(0.1, 3), () -> agent.step(new Event.Exited()));
        }
    }

    void hang() {
        if (running()) {
            hung = true;
            node.tell("every process of PostgreSQL is stopped");
        }
    }

    void goOn() {
        if (hung && stopping) {
            finishStop(dice.millis(20, 300));
        }
        hung = false;
    }

    void busy(long until) {
        busyUntil = until;
    }

    /** It receives nothing any more. */
    void detach() {
        told = null;
        if (!herd.bugs().contains(Bug.VOTES_AND_STREAMS)) {
            upstream = null;
            streaming = false;
        }
    }

    void follow(Upstream next) {
        commits.start(mustHaveDisk(), false);
        pointAt(next);
    }

    /** What it received from another one before says nothing of this one. */
    private void pointAt(@Nullable Upstream next) {
        told = next;
        upstream = next;
        streaming = false;
        streamedAt = herd.remote().exists() ? Long.MIN_VALUE / 2 : streamedAt;
    }

    /** The file has it from now on; the server's processes have it when they have read it. */
    void rewrite(SyncWait next, long takes) {
        mustHaveDisk().commits = next;
        commits.readAgain(this, takes);
    }

    boolean checkpoint() {
        if (!isPrimary() || hung) {
            return false;
        }
        SimDisk mine = mustHaveDisk();
        mine.checkpointed();
        mine.wal = mine.wal.plus(RECORD);
        return true;
    }

    int run() {
        return run;
    }

    void stream(SimRemote other, long atMost) {
        new SimReceiver(herd, node).stream(other, atMost);
    }

    void streams(boolean now) {
        streaming = now;
        streamedAt = now ? herd.world().now() : streamedAt;
    }

    void notStreaming() {
        streaming = false;
    }

    PostgresView view() {
        return new SimLook(node, herd, this).of(disk);
    }

    boolean starting() {
        return phase == Phase.STARTING;
    }

    boolean silent() {
        return hung || stopping || busyUntil > herd.world().now();
    }

    Optional<Upstream> told() {
        return Optional.ofNullable(told);
    }

    long upFor() {
        return herd.world().now() - startedAt;
    }

    long streamedAgo() {
        return herd.world().now() - streamedAt;
    }
}
