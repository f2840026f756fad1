package io.matriarch.backup;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The log that an archive holds, by timeline. */
public final class ArchivedLog {

    private final long segmentSize;
    private final SortedMap<Timeline, SegmentRuns> segments = new TreeMap<>();
    private final SortedMap<Timeline, Lineage> histories = new TreeMap<>();

    /**
     * @param segmentSize bytes of each segment
     */
    public ArchivedLog(long segmentSize) {
        this.segmentSize = segmentSize;
    }

    /**
     * Takes in a segment.
     *
     * @param name its 24 digits
     */
    public void add(String name, Instant stored) {
        long log = Long.parseLong(name, 8, 16, 16);
        long number = log * ((1L << 32) / segmentSize) + Long.parseLong(name, 16, 24, 16);
        segments.computeIfAbsent(
                        new Timeline(Integer.parseUnsignedInt(name, 0, 8, 16)),
                        _ -> new SegmentRuns())
                .add(number, stored);
    }

    public long segmentSize() {
        return segmentSize;
    }

    /** Takes in a history. */
    public void add(Lineage history) {
        histories.put(history.newest(), history);
    }

    /** All that is told of, the oldest first. */
    public List<Timeline> timelines() {
        var all = new TreeSet<>(segments.keySet());
        all.addAll(histories.keySet());
        return List.copyOf(all);
    }

    public Lineage lineage(Timeline timeline) {
        return histories.getOrDefault(timeline, Lineage.alone(timeline));
    }

    /** As PostgreSQL has to be told of it; it wants a history of all but the first. */
    String setting(Timeline wanted, Timeline begun) {
        return wanted.number() == 1 || histories.containsKey(wanted)
                ? Integer.toString(wanted.number())
                : wanted.equals(begun) ? "current" : "latest";
    }

    /**
     * Where PostgreSQL itself would look for the newest: one by one, until a history is missing.
     */
    Timeline latest(Timeline begun) {
        Timeline newest = begun;
        while (histories.containsKey(new Timeline(newest.number() + 1))) {
            newest = new Timeline(newest.number() + 1);
        }
        return newest;
    }

    /**
     * How far a recovery gets.
     *
     * @param end one past the last byte
     * @param stored when the last of it came into the archive
     * @param missing the first segment that is not there
     * @param gap there is log behind it
     */
    record Stretch(Lsn end, Instant stored, String missing, boolean gap) {

        /**
         * Where its last segment begins: behind that a record begins, before the end maybe none.
         */
        Lsn lastSegment(long segmentSize) {
            return new Lsn(Long.divideUnsigned(end.bytes() - 1, segmentSize) * segmentSize);
        }
    }

    /** From a position of one of its timelines on; each segment is wanted from the newest. */
    Stretch stretch(Lineage line, Timeline begun, Lsn start) {
        List<Lineage.Leg> legs = line.from(begun);
        long number = number(start);
        Instant stored = Instant.EPOCH;
        for (int i = 0; i < legs.size() - 1; i++) {
            long fork = number(legs.get(i).end());
            Optional<SegmentRuns.Run> run = run(legs.get(i), number);
            if (number < fork) {
                stored = later(stored, run);
                if (run.isEmpty() || run.get().last() + 1 < fork) {
                    return upTo(legs.subList(i, legs.size()), number, run, stored);
                }
                number = fork;
            }
            if (run(legs.get(i), fork).isPresent() && run(legs.get(i + 1), fork).isEmpty()) {
                // Of the segment that both timelines share, only the older one's is there.
                return new Stretch(
                        legs.get(i).end(),
                        later(stored, run(legs.get(i), fork)),
                        name(legs.get(i + 1).timeline(), fork),
                        isBehind(legs.subList(i + 1, legs.size()), fork));
            }
        }
        Optional<SegmentRuns.Run> run = run(legs.getLast(), number);
        return upTo(List.of(legs.getLast()), number, run, later(stored, run));
    }

    private Stretch upTo(
            List<Lineage.Leg> legs, long number, Optional<SegmentRuns.Run> run, Instant stored) {
        long missing = run.map(r -> r.last() + 1).orElse(number);
        return new Stretch(
                new Lsn(missing * segmentSize),
                stored,
                name(legs.getFirst().timeline(), missing),
                isBehind(legs, missing));
    }

    private Optional<SegmentRuns.Run> run(Lineage.Leg leg, long number) {
        return Optional.ofNullable(segments.get(leg.timeline())).flatMap(runs -> runs.of(number));
    }

    private static Instant later(Instant stored, Optional<SegmentRuns.Run> run) {
        return run.map(SegmentRuns.Run::stored).filter(stored::isBefore).orElse(stored);
    }

    private boolean isBehind(List<Lineage.Leg> legs, long missing) {
        for (Lineage.Leg leg : legs) {
            SegmentRuns runs = segments.get(leg.timeline());
            boolean last = leg.equals(legs.getLast());
            long from = Math.max(missing, number(leg.begin()));
            if (runs != null && runs.hasAny(from, last ? Long.MAX_VALUE : number(leg.end()))) {
                return true;
            }
        }
        return false;
    }

    private long number(Lsn lsn) {
        return Long.divideUnsigned(lsn.bytes(), segmentSize);
    }

    private String name(Timeline timeline, long number) {
        long each = (1L << 32) / segmentSize;
        return "%08X%08X%08X".formatted(timeline.number(), number / each, number % each);
    }
}
