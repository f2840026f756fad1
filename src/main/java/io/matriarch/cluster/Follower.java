package io.matriarch.cluster;

/**
 * One walsender as the primary shows it.
 *
 * @param state streaming, catchup, backup, startup or stopping
 * @param syncState async, potential, sync or quorum
 */
public record Follower(
        String applicationName, String address, String state, String syncState, Lsn flushed) {}
