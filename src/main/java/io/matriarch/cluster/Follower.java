package io.matriarch.cluster;

/**
 * One walsender as the primary shows it.
 *
 * @param state streaming, catchup, backup, startup or stopping
 * @param syncState async, potential, sync or quorum
 * @param flushed what it has on its disk, as far as the primary knows
 */
public record Follower(
        String applicationName, String address, String state, String syncState, Lsn flushed) {}
