package io.matriarch.cluster;

/**
 * How a timeline began. Two can leave the same one: the second after the first was lost.
 *
 * @param begun the timeline that began
 * @param timeline the timeline that ended for it, at {@code switchPoint}
 * @param switchPoint where it forked off
 * @param reason PostgreSQL's own words, or ours
 * @param when wall clock, ISO 8601, for people only
 * @param leader who led from then on
 */
public record HistoryEntry(
        Timeline begun,
        Timeline timeline,
        Lsn switchPoint,
        String reason,
        String when,
        NodeName leader) {}
