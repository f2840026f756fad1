package io.matriarch.postgres.files;

import io.matriarch.cluster.Fork;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way to a timeline: its ancestors, the oldest first, and itself as the last, open one.
 *
 * @param entries never empty
 */
public record TimelineHistory(List<Entry> entries) {

    /** One timeline of the way; {@code end} is where the next forked off, empty for the last. */
    public record Entry(Timeline timeline, Lsn begin, Optional<Lsn> end) {}

    public TimelineHistory {
        entries = List.copyOf(entries);
    }

    /** The first timeline, which has no history file. */
    public static TimelineHistory alone(Timeline timeline) {
        return new TimelineHistory(List.of(new Entry(timeline, Lsn.ZERO, Optional.empty())));
    }

    /**
     * Reads a history file.
     *
     * @throws IllegalArgumentException when a line has another form
     */
    public static TimelineHistory parse(Timeline current, String file) {
        var entries = new ArrayList<Entry>();
        Lsn begin = Lsn.ZERO;
        for (String line : file.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", 3);
            if (parts.length < 2) {
                throw new IllegalArgumentException("\"" + line + "\" is no line of a history file");
            }
            Lsn end = Lsn.parse(parts[1]);
            entries.add(
                    new Entry(new Timeline(Integer.parseInt(parts[0])), begin, Optional.of(end)));
            begin = end;
        }
        entries.add(new Entry(current, begin, Optional.empty()));
        return new TimelineHistory(entries);
    }

    /** Where the file's own timeline began: its last line, PostgreSQL's reason included. */
    public static Optional<Fork> lastFork(String file) {
        return file.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .reduce((_, last) -> last)
                .map(line -> line.split("\\s+", 3))
                .filter(parts -> parts.length >= 2)
                .map(
                        parts ->
                                new Fork(
                                        new Timeline(Integer.parseInt(parts[0])),
                                        Lsn.parse(parts[1]),
                                        parts.length > 2 ? parts[2] : ""));
    }

    /** The name of the file inside {@code pg_wal}. */
    public static String fileName(Timeline timeline) {
        return "%08X.history".formatted(timeline.number());
    }
}
