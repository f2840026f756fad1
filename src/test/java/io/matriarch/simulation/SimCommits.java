package io.matriarch.simulation;

import io.matriarch.cluster.Follower;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which commits a primary acknowledges, and when: it waits for the standbys that it was told. */
final class SimCommits {

    /** So much may wait for an answer; then every client does. */
    private static final long WAITING = 200_000;

    private static final long SENDER_ENDS = 10 * World.SECOND;

    private record Report(long position, long at) {}

    private final SimNode node;
    private final Herd herd;

    /** How far each standby's reports to this run of the server have come. */
    private final Map<String, Report> reports = new HashMap<>();

    private SyncWait inForce = SyncWait.NONE;
    private long acknowledged;

    /** The mode of its configuration. */
    private Replication.Mode rendered = Replication.Mode.SYNC;

    SimCommits(SimNode node, Herd herd) {
        this.node = node;
        this.herd = herd;
    }

    SyncWait inForce() {
        return inForce;
    }

    /** The configuration is written, and the server begins with it. */
    void start(SimDisk disk, boolean asPrimary) {
        disk.commits = atStart(disk.commits, asPrimary);
        begin(disk.commits);
    }

    private SyncWait atStart(SyncWait written, boolean asPrimary) {
        boolean strict = mode() == Replication.Mode.STRICT;
        if (!asPrimary) {
            return new SyncWait(List.of(), strict, true);
        }
        boolean open = written.names().isEmpty() || herd.bugs().contains(Bug.CLIENTS_IN_AT_ONCE);
        return written.opened(written.open() && open);
    }

    private Replication.Mode mode() {
        return herd.modes().areVaried() ? rendered : herd.config().replication().mode();
    }

    /** What the configuration says from now on. */
    void rendered(Replication.Mode mode) {
        rendered = mode;
    }

    /** A crash of one backend ends all of them; the server itself ends, or begins anew. */
    boolean repairsItself() {
        return rendered == Replication.Mode.ASYNC;
    }

    /** Somebody may lead next who must have all that clients can read. */
    private boolean counted() {
        return herd.store()
                .lease()
                .filter(l -> l.holder().equals(node.nodeName()) && !l.sync().isEmpty())
                .isPresent();
    }

    /** What a standby does with commits when it is promoted; a primary's set is the lease's. */
    void configured(Replication.Mode mode) {
        rendered = mode;
        boolean strict = mode == Replication.Mode.STRICT;
        node.postgres()
                .disk()
                .filter(d -> d.standbySignal)
                .ifPresent(d -> d.commits = new SyncWait(List.of(), strict, true));
    }

    void begin(SyncWait from) {
        inForce = from;
        reports.clear();
        acknowledged = 0;
    }

    /** A reload has reached every process. */
    void force(SyncWait next, Wal log) {
        boolean opens = next.open() && !inForce.open();
        inForce = next;
        if (opens) {
            shown(log);
        }
    }

    /** By a reload, which a process that is stopped does not hear. */
    void readAgain(SimPostgres postgres, long takes) {
        int run = postgres.run();
        node.onMachine(
                takes,
                () -> {
                    if (run != postgres.run() || !postgres.isPrimary()) {
                        return;
                    }
                    if (postgres.hung()) {
                        readAgain(postgres, 50 * World.MILLI);
                        return;
                    }
                    SimDisk disk = postgres.disk().orElseThrow();
                    force(disk.commits, disk.wal);
                });
    }

    PostgresView view(SystemId id, SimDisk mine) {
        int timeline = mine.wal.branch().timeline;
        return new PostgresView.Primary(
                id,
                new Timeline(timeline),
                new Lsn(mine.wal.end()),
                mine.controlTimeline == timeline,
                false,
                followers(mine.wal),
                150000,
                "",
                inForce);
    }

    /** A sender whose standby is cut off ends late; one whose standby is gone, at once. */
    private List<Follower> followers(Wal mine) {
        List<Follower> all = new ArrayList<>();
        for (SimNode other : herd.nodes()) {
            SimPostgres p = other.postgres();
            boolean follows =
                    p.upstream().filter(u -> u.name().equals(node.nodeName())).isPresent();
            boolean lingers =
                    cut(other) && p.isStandby() && flushedWithin(other.name(), SENDER_ENDS);
            if (follows && (p.streaming() || lingers)) {
                Lsn flushed =
                        new Lsn(
                                herd.bugs().contains(Bug.SYNC_NOT_CAUGHT_UP)
                                        ? mine.end()
                                        : flushedBy(other.name()));
                all.add(new Follower(other.name(), other.name(), "streaming", "async", flushed));
            }
        }
        return all;
    }

    private boolean cut(SimNode other) {
        return !herd.network().open(node.name(), other.name(), SimNetwork.Traffic.WAL)
                || !herd.network().open(other.name(), node.name(), SimNetwork.Traffic.WAL);
    }

    void flushed(String standby, long position) {
        reports.put(standby, new Report(position, herd.world().now()));
    }

    long flushedBy(String standby) {
        Report report = reports.get(standby);
        return report == null ? 0 : report.position();
    }

    boolean flushedWithin(String standby, long span) {
        Report report = reports.get(standby);
        return report != null && herd.world().now() - report.at() < span;
    }

    boolean fewWait(Wal log) {
        return acknowledged == 0
                || log.end() - acknowledged < WAITING
                || (inForce.names().isEmpty() && !inForce.blocked());
    }

    /** Answers every client whose commit has reached all that it waits for. */
    void acknowledge(Wal log) {
        long position = inForce.blocked() ? 0 : log.end();
        if (inForce.quorum() && !inForce.blocked()) {
            position = reachedBy(inForce.count());
        } else {
            for (NodeName name : inForce.names()) {
                position = Math.min(position, flushedBy(name.value()));
            }
        }
        if (position > acknowledged) {
            acknowledged = position;
            herd.invariants().acknowledged(node, log.upTo(position));
        }
    }

    /** So many of those that are waited for have all up to this. */
    private long reachedBy(int count) {
        long[] flushed =
                inForce.names().stream().mapToLong(n -> flushedBy(n.value())).sorted().toArray();
        return flushed[flushed.length - count];
    }

    /** Clients can read all that was committed before they came, acknowledged or not. */
    void shown(Wal log) {
        acknowledged = Math.max(acknowledged, log.end());
        boolean waits = herd.modes().areVaried() ? counted() : herd.replication().waits();
        if (waits && inForce.open()) {
            herd.invariants().acknowledged(node, log);
        }
    }
}
