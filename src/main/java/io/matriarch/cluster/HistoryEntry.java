package io.matriarch.cluster;

/**
 * How a timeline began.
 *
 * @param timeline the timeline that ended at {@code switchPoint}
 * @param switchPoint where the next one forked off
 * @param reason PostgreSQL's own words, or ours
 * @param when wall clock, ISO 8601, for people only
 * @param leader who led from then on
 */
public record HistoryEntry(
        Timeline timeline, Lsn switchPoint, String reason, String when, NodeName leader) {}
