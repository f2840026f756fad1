package io.matriarch.postgres.files;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import java.util.Optional;

/**
 * Whether a data directory holds write-ahead log that its future upstream's history does not (S11).
 */
public sealed interface Divergence {

    /** All of it is part of the upstream's history: it may stream as it is. */
    record None() implements Divergence {}

    /** The two part at {@code forked}: what follows there has to go. */
    record Since(Lsn forked) implements Divergence {

        /** How many bytes go when the log ends at {@code end} (S14). */
        public long dropped(Lsn end) {
            return Math.max(0, Divergence.pageStart(end).minus(Divergence.pageStart(forked)));
        }
    }

    /** The two share no timeline: the directory is of another cluster, or histories are missing. */
    record Unrelated() implements Divergence {}

    /**
     * @param mine the way to the timeline of {@code control}
     * @param end where the directory's log ends
     */
    static Divergence of(
            ControlData control, Lsn end, TimelineHistory mine, TimelineHistory upstream) {
        Optional<Fork> fork = fork(mine, upstream);
        if (fork.isEmpty()) {
            return new Unrelated();
        }
        Optional<Lsn> at = fork.get().at();
        if (at.isEmpty()) {
            return new None();
        }
        boolean mineIsAncestor = fork.get().timeline().equals(last(mine));
        if (!mineIsAncestor) {
            return new Since(at.get());
        }
        // An orderly shutdown's checkpoint record is the last one of a primary's log. When the
        // upstream forked off behind its beginning it has received all of it.
        boolean inHistory =
                control.cleanPrimary()
                        ? at.get().isAfter(control.checkpoint())
                        : !pageStart(end).isAfter(pageStart(at.get()));
        return inHistory ? new None() : new Since(at.get());
    }

    /** The newest common timeline, and where the first of the two left it; empty: neither did. */
    record Fork(Timeline timeline, Optional<Lsn> at) {}

    /** Empty when the two have no timeline in common. */
    static Optional<Fork> fork(TimelineHistory mine, TimelineHistory upstream) {
        Optional<Fork> common = Optional.empty();
        int shorter = Math.min(mine.entries().size(), upstream.entries().size());
        for (int i = 0; i < shorter; i++) {
            var a = mine.entries().get(i);
            var b = upstream.entries().get(i);
            if (!a.timeline().equals(b.timeline()) || !a.begin().equals(b.begin())) {
                break;
            }
            common = Optional.of(new Fork(a.timeline(), earlier(a.end(), b.end())));
        }
        return common;
    }

    private static Optional<Lsn> earlier(Optional<Lsn> a, Optional<Lsn> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.or(() -> b);
        }
        return a.get().isAfter(b.get()) ? b : a;
    }

    private static Timeline last(TimelineHistory history) {
        return history.entries().getLast().timeline();
    }

    /**
     * A log that ends with a page is named by the end of that page or by the first byte behind the
     * next one's header: both are the same position.
     */
    private static Lsn pageStart(Lsn lsn) {
        long inPage = lsn.bytes() & 0x1FFF;
        return inPage <= 40 ? new Lsn(lsn.bytes() - inPage) : lsn;
    }
}
