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
 */
public record ClusterSettings(
        LeaseTimers timers,
        long maximumLag,
        Replication replication,
        Optional<FenceMode> fencing,
        ServerSettings server,
        BackupSettings backup) {

    /** What ties the cluster to others. */
    public ForOthers others() {
        return server.others();
    }

    /** The same with other ties to what is outside. */
    public ClusterSettings with(ForOthers next) {
        var tied = new ServerSettings(server.parameters(), server.access(), next);
        return new ClusterSettings(timers, maximumLag, replication, fencing, tied, backup);
    }
}
