package io.matriarch.agent;

import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the history is read again. Only who promotes writes to it; all others see by the lease that
 * it has become longer. One that stays short (nobody promotes in a cluster that follows another
 * one) is asked for ever more seldom.
 */
final class HistoryWatch {

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LAST = Duration.ofMinutes(10);

    private Timeline led = new Timeline(1);
    private Duration pause = FIRST;
    private @Nullable Moment asked;

    /**
     * @param leads the timeline that the lease names
     */
    boolean isDue(Timeline leads, List<HistoryEntry> known, Moment now) {
        if (!leads.equals(led)) {
            led = leads;
            pause = FIRST;
            asked = null;
        }
        boolean whole =
                leads.number() <= 1 || known.stream().anyMatch(h -> !leads.isAfter(h.begun()));
        Moment last = asked;
        if (whole || last != null && now.since(last).compareTo(pause) < 0) {
            return false;
        }
        if (last != null) {
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(LAST) < 0 ? next : LAST;
        }
        asked = now;
        return true;
    }
}
