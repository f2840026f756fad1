package io.matriarch.simulation;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncWait;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which commits a primary acknowledges, and when: it waits for the standbys that it was told. */
final class SimCommits {

    /** So much may wait for an answer; then every client does. */
    private static final long WAITING = 200_000;

    private record Report(long position, long at) {}

    private final SimNode node;
    private final Herd herd;

    /** How far each standby's reports to this run of the server have come. */
    private final Map<String, Report> reports = new HashMap<>();

    private SyncWait inForce = SyncWait.NONE;
    private long acknowledged;

    SimCommits(SimNode node, Herd herd) {
        this.node = node;
        this.herd = herd;
    }

    SyncWait inForce() {
        return inForce;
    }

    /** What the configuration says when the server starts. */
    SyncWait atStart(SyncWait written, boolean asPrimary) {
        boolean strict = herd.replication().mode() == Replication.Mode.STRICT;
        if (!asPrimary) {
            return new SyncWait(List.of(), strict, true);
        }
        boolean open = written.names().isEmpty() || herd.bugs().contains(Bug.CLIENTS_IN_AT_ONCE);
        return written.opened(written.open() && open);
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
        for (NodeName name : inForce.names()) {
            position = Math.min(position, flushedBy(name.value()));
        }
        if (position > acknowledged) {
            acknowledged = position;
            herd.invariants().acknowledged(node, log.upTo(position));
        }
    }

    /** Clients can read all that was committed before they came, acknowledged or not. */
    void shown(Wal log) {
        acknowledged = Math.max(acknowledged, log.end());
        if (herd.replication().waits() && inForce.open()) {
            herd.invariants().acknowledged(node, log);
        }
    }
}
