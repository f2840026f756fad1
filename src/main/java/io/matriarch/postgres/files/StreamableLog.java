package io.matriarch.postgres.files;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a primary can send what follows a position: it has the files that its sender would open.
 *
 * @param files of its {@code pg_wal}
 * @param segmentSize bytes
 */
public record StreamableLog(Set<String> files, long segmentSize) {

    /**
     * @param upstream the primary's own way; {@code timeline} is on it
     */
    public boolean from(TimelineHistory upstream, Timeline timeline, Lsn position) {
        boolean on = false;
        for (int i = 0; i < upstream.entries().size(); i++) {
            TimelineHistory.Entry entry = upstream.entries().get(i);
            on |= entry.timeline().equals(timeline);
            Lsn begin = position.max(entry.begin());
            if (!on || entry.end().filter(end -> !end.isAfter(begin)).isPresent()) {
                continue;
            }
            if (entry.end().isEmpty()) {
                return keeps(entry.timeline(), segment(begin));
            }
            // The last segment of a timeline is sent from the file of the next one, which began
            // with a copy of it. Where two begin in one segment a file of the one between is
            // needed, and only a server that was there when it ended has that.
            Timeline next = upstream.entries().get(i + 1).timeline();
            long first = segment(begin);
            long last = segment(entry.end().get());
            boolean there =
                    has(next, last)
                            && (first == last
                                    || has(entry.timeline(), first)
                                            && has(entry.timeline(), last - 1));
            if (!there) {
                return false;
            }
        }
        return on;
    }

    /** A segment that was not begun yet is no segment that was removed. */
    private boolean keeps(Timeline timeline, long segment) {
        String wanted = name(timeline, segment).substring(8);
        Optional<String> oldest =
                files.stream()
                        .filter(f -> f.matches("[0-9A-F]{24}"))
                        .map(f -> f.substring(8))
                        .min(String::compareTo);
        return oldest.isPresent() && oldest.get().compareTo(wanted) <= 0;
    }

    private boolean has(Timeline timeline, long segment) {
        return files.contains(name(timeline, segment));
    }

    private long segment(Lsn lsn) {
        return Long.divideUnsigned(lsn.bytes(), segmentSize);
    }

    private String name(Timeline timeline, long segment) {
        return WalDirectory.segment(timeline, segment, segmentSize);
    }
}
