package io.matriarch.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * What the core must know of this node and of its cluster.
 *
 * @param maximumLag a standby further behind the lease's position than this never leads (S6); bytes
 * @param hungAfter a server that neither answers nor works for this long is hung
 * @param startLimit crash recovery may take this long before another member leads instead
 * @param handOverLimit an heir must have caught up within this span (S10)
 * @param replication what an acknowledged write is worth
 * @param archive a data directory may be built from the archive
 * @param restore an operator asked that a new cluster be founded with what another one archived
 * @param fencing what becomes of the machine of a leader that vanished
 * @param replaceAfter a node that no repair has helped for this long may be replaced by its group
 * @param slots those that outlive a leader
 * @param standbyOf the cluster that this one follows; while it is set nobody here takes writes
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
        boolean restore,
        FenceMode fencing,
        Duration replaceAfter,
        SlotPlan slots,
        Optional<StandbyOf> standbyOf) {

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
                false,
                FenceMode.OFF,
                Duration.ofMinutes(10),
                SlotPlan.NONE,
                Optional.empty());
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
                restore,
                fencing,
                replaceAfter,
                slots,
                standbyOf);
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
                restore,
                fencing,
                replaceAfter,
                slots,
                standbyOf);
    }

    /** The same with a restore that was asked for, or without. */
    public NodeSettings withRestore(boolean asked) {
        return new NodeSettings(
                self,
                timers,
                maximumLag,
                hungAfter,
                startLimit,
                handOverLimit,
                replication,
                archive,
                asked,
                fencing,
                replaceAfter,
                slots,
                standbyOf);
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
                restore,
                other,
                replaceAfter,
                slots,
                standbyOf);
    }

    /** The same with more or less patience for a node that nothing repairs. */
    public NodeSettings withReplaceAfter(Duration span) {
        return new NodeSettings(
                self,
                timers,
                maximumLag,
                hungAfter,
                startLimit,
                handOverLimit,
                replication,
                archive,
                restore,
                fencing,
                span,
                slots,
                standbyOf);
    }

    /** The same with other permanent slots. */
    public NodeSettings with(SlotPlan other) {
        return new NodeSettings(
                self,
                timers,
                maximumLag,
                hungAfter,
                startLimit,
                handOverLimit,
                replication,
                archive,
                restore,
                fencing,
                replaceAfter,
                other,
                standbyOf);
    }

    /** The same, following that cluster, or nobody. */
    public NodeSettings following(Optional<StandbyOf> other) {
        return new NodeSettings(
                self,
                timers,
                maximumLag,
                hungAfter,
                startLimit,
                handOverLimit,
                replication,
                archive,
                restore,
                fencing,
                replaceAfter,
                slots,
                other);
    }

    /** What is this node's own, with what belongs to its cluster. */
    public NodeSettings under(ClusterSettings shared) {
        return new NodeSettings(
                self,
                shared.timers(),
                shared.maximumLag(),
                hungAfter,
                startLimit,
                handOverLimit,
                shared.replication(),
                archive,
                restore,
                shared.fencing().orElse(fencing),
                replaceAfter,
                shared.others().slots(),
                shared.others().standbyOf());
    }

    /** The same with other timers. */
    public NodeSettings with(LeaseTimers others) {
        return new NodeSettings(
                self,
                others,
                maximumLag,
                hungAfter,
                startLimit,
                handOverLimit,
                replication,
                archive,
                restore,
                fencing,
                replaceAfter,
                slots,
                standbyOf);
    }
}
