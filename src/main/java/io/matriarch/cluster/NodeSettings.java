package io.matriarch.cluster;

import java.time.Duration;

/**
 * What the core must know of this node and of its cluster.
 *
 * @param maximumLag a standby further behind the lease's position than this never leads (S6); bytes
 * @param hungAfter a server that neither answers nor works for this long is hung
 * @param startLimit crash recovery may take this long before another member leads instead
 * @param handOverLimit an heir must have caught up within this span (S10)
 * @param replication what an acknowledged write is worth
 * @param archive a data directory may be built from the archive
 * @param fencing what becomes of the machine of a leader that vanished
 */
public record NodeSettings(
        NodeName self,
        LeaseTimers timers,
        long maximumLag,
        Duration hungAfter,
        Duration startLimit,
        Duration handOverLimit,
        Replication replication,
        boolean archive,
        FenceMode fencing) {

    public static final long DEFAULT_MAXIMUM_LAG = 1024L * 1024;

    public static NodeSettings of(NodeName self, LeaseTimers timers) {
        return of(self, timers, DEFAULT_MAXIMUM_LAG);
    }

    public static NodeSettings of(NodeName self, LeaseTimers timers, long maximumLag) {
        return new NodeSettings(
                self,
                timers,
                maximumLag,
                Duration.ofSeconds(8),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Replication.ASYNC,
                false,
                FenceMode.OFF);
    }

    /** The same settings with another replication mode. */
    public NodeSettings with(Replication other) {
        return new NodeSettings(
                self,
                timers,
                maximumLag,
                hungAfter,
                startLimit,
                handOverLimit,
                other,
                archive,
                fencing);
    }

    /** The same with an archive, or without. */
    public NodeSettings withArchive(boolean has) {
        return new NodeSettings(
                self,
                timers,
                maximumLag,
                hungAfter,
                startLimit,
                handOverLimit,
                replication,
                has,
                fencing);
    }

    /** The same with another way to deal with leaders that vanished. */
    public NodeSettings with(FenceMode other) {
        return new NodeSettings(
                self,
                timers,
                maximumLag,
                hungAfter,
                startLimit,
                handOverLimit,
                replication,
                archive,
                other);
    }
}
