package io.matriarch.wiring;

import io.matriarch.backup.Fetched;
import io.matriarch.cluster.ArchiveView;
import io.matriarch.cluster.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL asked another cluster's archive for, and what that tells. */
final class FetchedLog {

    /** It asks for each timeline in turn, twice a second: one answer alone is not the end. */
    private static final Duration ENOUGH = Duration.ofSeconds(1);

    /** One that has not asked for so long may find more. */
    private static final Duration OLD = Duration.ofSeconds(5);

    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");

    private String written = "";
    private @Nullable Moment firstAbsent;
    private @Nullable Moment lastAbsent;
    private String segmentTrouble = "";
    private final NewestTimeline newest = new NewestTimeline();

    static boolean isSegment(String name) {
        return SEGMENT.matcher(name).matches();
    }

    synchronized void saw(String name, Path target, Fetched end, Moment now) {
        if (isSegment(name)) {
            segment(name, end, now);
        } else {
            newest.saw(name, target, end);
        }
    }

    private void segment(String name, Fetched end, Moment now) {
        segmentTrouble = end instanceof Fetched.Failed(var why) ? why : "";
        switch (end) {
            case Fetched.Absent _ -> {
                firstAbsent = firstAbsent == null ? now : firstAbsent;
                lastAbsent = now;
            }
            case Fetched.Failed _ -> firstAbsent = null;
            case Fetched.Written _ -> {
                // The one that the last record begins in is read again and again.
                firstAbsent = name.equals(written) ? firstAbsent : null;
                written = name;
            }
        }
    }

    synchronized ArchiveView view(Moment now) {
        String trouble = segmentTrouble.isEmpty() ? newest.trouble() : segmentTrouble;
        return new ArchiveView(state(trouble, now), trouble, newest.timeline(), newest.forks());
    }

    private ArchiveView.State state(String trouble, Moment now) {
        if (!trouble.isEmpty()) {
            return ArchiveView.State.TROUBLE;
        }
        Moment first = firstAbsent;
        Moment last = lastAbsent;
        if (first != null && last != null) {
            boolean enough = last.since(first).compareTo(ENOUGH) >= 0;
            boolean recent = now.since(last).compareTo(OLD) < 0;
            return enough && recent ? ArchiveView.State.DRAINED : ArchiveView.State.FETCHING;
        }
        return written.isEmpty() ? ArchiveView.State.UNASKED : ArchiveView.State.FETCHING;
    }
}
