package io.matriarch.simulation;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A data directory: survives every crash. */
final class SimDisk {

    private static final long SEGMENT = 0x1000000;

    final String systemId;
    Wal wal;

    /** The highest timeline whose history file lies here. */
    int knownTimeline;

    String state;
    boolean standbySignal;
    int controlTimeline;
    long checkpoint;
    long minRecoveryEnd;

    /** What postgresql.conf says of commits. */
    SyncWait commits = SyncWait.NONE;

    /** What the consumer of the permanent slot has confirmed here; negative without the slot. */
    long slot = -1;

    /** Physical ones, by name. */
    final Set<String> slots = new TreeSet<>();

    /** Older log than this was removed here. */
    long oldest;

    SimDisk(String systemId, Wal wal, String state) {
        this.systemId = systemId;
        this.wal = wal;
        this.state = state;
        this.knownTimeline = wal.branch().timeline;
        this.controlTimeline = wal.branch().timeline;
        this.checkpoint = wal.end();
    }

    /** As pg_basebackup leaves it: it starts as a standby. */
    SimDisk copy() {
        SimDisk copy = new SimDisk(systemId, wal, "in archive recovery");
        copy.knownTimeline = knownTimeline;
        copy.controlTimeline = controlTimeline;
        copy.checkpoint = checkpoint;
        copy.minRecoveryEnd = wal.end();
        copy.standbySignal = true;
        copy.oldest = wal.end();
        return copy;
    }

    /**
     * Some of what an archive has after the end of the log here.
     *
     * @return whether there was more
     */
    boolean replay(Wal there, long atMost) {
        long end = there.endOfTimeline(wal.branch().timeline);
        if (end < wal.end() || (wal.isPrefixOf(there) && wal.end() == there.end())) {
            return false;
        }
        wal = there.upTo(wal.end() + atMost);
        knownTimeline = Math.max(knownTimeline, wal.branch().timeline);
        return true;
    }

    void checkpointed() {
        controlTimeline = wal.branch().timeline;
        checkpoint = wal.end();
    }

    ControlData control() {
        return new ControlData(
                new SystemId(systemId),
                state,
                new Timeline(controlTimeline),
                new Lsn(checkpoint),
                new Lsn(minRecoveryEnd));
    }

    /** PostgreSQL compares numbers, nothing else. */
    boolean mayFollow(SimDisk upstream) {
        long end = upstream.wal.endOfTimeline(wal.branch().timeline);
        return systemId.equals(upstream.systemId)
                && end >= 0
                && wal.end() <= end
                && upstream.oldest <= wal.end();
    }

    /**
     * A receiver asks from the beginning of a segment: an upstream on the same timeline that has
     * got into that segment streams, and has nothing to send.
     */
    boolean mayTrail(SimDisk upstream) {
        long segment = wal.end() - wal.end() % SEGMENT;
        return systemId.equals(upstream.systemId)
                && upstream.wal.branch().timeline == wal.branch().timeline
                && upstream.wal.end() < wal.end()
                && upstream.wal.end() >= segment
                && upstream.oldest <= segment;
    }

    /** How the timeline that is written here began. */
    Optional<Wal.Branch> fork(int timeline) {
        return Optional.of(wal.branch()).filter(b -> b.timeline == timeline && b.parent != null);
    }
}
