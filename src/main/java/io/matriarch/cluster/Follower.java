package io.matriarch.cluster;

/**
 * One walsender as the primary shows it.
 *
 * @param user the role that it logged in as
 * @param state streaming, catchup, backup, startup or stopping
 * @param syncState async, potential, sync or quorum
 * @param syncPriority its place among those that commits wait for; 0 when none does
 * @param flushed what it has on its disk, as far as the primary knows
 */
public record Follower(
        String user,
        String applicationName,
        String address,
        String state,
        String syncState,
        int syncPriority,
        Lsn flushed) {

    /** One that no commit waits for. */
    public Follower(
            String applicationName, String address, String state, String syncState, Lsn flushed) {
        this("", applicationName, address, state, syncState, 0, flushed);
    }
}
