package io.matriarch.backup;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A timeline with those that it came from, the oldest first: what a recovery on it follows.
 *
 * @param legs the last one is the timeline itself
 */
public record Lineage(List<Leg> legs) {

    private static final Lsn NEVER = new Lsn(-1);

    /**
     * The part of one timeline.
     *
     * @param begin where it forked off
     * @param end where the next one forked off; behind everything for the last
     */
    public record Leg(Timeline timeline, Lsn begin, Lsn end) {}

    public Lineage {
        legs = List.copyOf(legs);
    }

    /** A timeline of which no history is known. */
    public static Lineage alone(Timeline timeline) {
        return new Lineage(List.of(new Leg(timeline, Lsn.ZERO, NEVER)));
    }

    /**
     * Reads a {@code .history} file; lines of another form count for nothing.
     *
     * @param of the timeline that the file is of
     */
    public static Lineage parse(Timeline of, String history) {
        List<Leg> legs = new ArrayList<>();
        Lsn begin = Lsn.ZERO;
        for (String line : history.lines().toList()) {
            List<String> words = List.of(line.strip().split("\\s+"));
            if (words.size() >= 2 && words.getFirst().matches("[0-9]{1,9}")) {
                Lsn end = Lsn.parse(words.get(1));
                legs.add(new Leg(new Timeline(Integer.parseInt(words.getFirst())), begin, end));
                begin = end;
            }
        }
        legs.add(new Leg(of, begin, NEVER));
        return new Lineage(legs);
    }

    public Timeline newest() {
        return legs.getLast().timeline();
    }

    /**
     * Whether all of a backup is part of this past. One that ended behind a fork needs log that is
     * not: it is consistent nowhere on this line.
     */
    public boolean holds(BaseBackup backup) {
        return leg(backup.timeline())
                .filter(leg -> leg.end().isAfter(backup.start()))
                .filter(leg -> !backup.finish().isAfter(leg.end()))
                .isPresent();
    }

    Optional<Leg> leg(Timeline timeline) {
        return legs.stream().filter(leg -> leg.timeline().equals(timeline)).findFirst();
    }

    /** From the leg of this timeline on. */
    List<Leg> from(Timeline timeline) {
        return legs.stream().dropWhile(leg -> !leg.timeline().equals(timeline)).toList();
    }
}
