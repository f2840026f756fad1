package io.matriarch.backup;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Numbers of the segments of one timeline that an archive holds, as runs without a gap: an archive
 * may hold millions. They may come in any order.
 */
final class SegmentRuns {

    /**
     * Segments that follow each other.
     *
     * @param last its number
     * @param stored when the latest of them was
     */
    record Run(long last, Instant stored) {}

    private final TreeMap<Long, Run> runs = new TreeMap<>();

    void add(long number, Instant stored) {
        Map.Entry<Long, Run> before = runs.floorEntry(number);
        long first = number;
        long last = number;
        Instant latest = stored;
        if (before != null && before.getValue().last() >= number - 1) {
            first = before.getKey();
            last = Math.max(last, before.getValue().last());
            latest = later(latest, before.getValue().stored());
        }
        Run after = runs.remove(number + 1);
        if (after != null) {
            last = after.last();
            latest = later(latest, after.stored());
        }
        runs.put(first, new Run(last, latest));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The run that holds it. */
    Optional<Run> of(long number) {
        Map.Entry<Long, Run> at = runs.floorEntry(number);
        return at == null || at.getValue().last() < number
                ? Optional.empty()
                : Optional.of(at.getValue());
    }

    /** Whether there is any from this number to before another. */
    boolean hasAny(long from, long before) {
        Long next = runs.ceilingKey(from);
        return of(from).isPresent() || next != null && next < before;
    }
}
