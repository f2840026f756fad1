package io.matriarch.cluster;

import java.util.Optional;

/**
 * What belongs to the cluster, and not to one of its nodes: a checked {@link ConfigDocument}.
 *
 * @param timers safe together
 * @param maximumLag a standby further behind than this never leads; bytes
 * @param replication what an acknowledged write is worth
 * @param fencing what becomes of the machine of a leader that vanished; each machine's own default
 *     when empty
 * @param others what ties the cluster to others
 */
public record ClusterSettings(
        LeaseTimers timers,
        long maximumLag,
        Replication replication,
        Optional<FenceMode> fencing,
        ServerSettings server,
        BackupSettings backup,
        ForOthers others) {

    /** Of a cluster that minds only itself. */
    public ClusterSettings(
            LeaseTimers timers,
            long maximumLag,
            Replication replication,
            Optional<FenceMode> fencing,
            ServerSettings server,
            BackupSettings backup) {
        this(timers, maximumLag, replication, fencing, server, backup, ForOthers.NONE);
    }

    /** The same with other ties to what is outside. */
    public ClusterSettings with(ForOthers next) {
        return new ClusterSettings(timers, maximumLag, replication, fencing, server, backup, next);
    }
}
