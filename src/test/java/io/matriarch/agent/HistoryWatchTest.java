package io.matriarch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Timeline;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HistoryWatchTest {

    private final HistoryWatch watch = new HistoryWatch();

    @Test
    void aHistoryThatSaysHowTheTimelineBeganIsNotReadAgain() {
        assertFalse(watch.isDue(new Timeline(0), List.of(), at(0)));
        assertFalse(watch.isDue(new Timeline(1), List.of(), at(0)));
        assertFalse(watch.isDue(new Timeline(3), List.of(begun(2), begun(3)), at(0)));
    }

    @Test
    void aMemberThatDidNotPromoteReadsWhatTheOtherOneWrote() {
        assertTrue(watch.isDue(new Timeline(2), List.of(), at(0)));
        assertFalse(watch.isDue(new Timeline(2), List.of(), at(1)));
        assertTrue(watch.isDue(new Timeline(2), List.of(), at(2)));
        assertFalse(watch.isDue(new Timeline(2), List.of(begun(2)), at(10)));
        assertTrue(watch.isDue(new Timeline(3), List.of(begun(2)), at(11)));
    }

    @Test
    void oneThatStaysShortIsReadEverMoreSeldom() {
        long reads =
                IntStream.range(0, 86_400)
                        .filter(second -> watch.isDue(new Timeline(9), List.of(), at(second)))
                        .count();
        assertEquals(152, reads, 5);
    }

    private static HistoryEntry begun(int timeline) {
        return new HistoryEntry(
                new Timeline(timeline),
                new Timeline(timeline - 1),
                new Lsn(0),
                "",
                "",
                new NodeName("n1"));
    }

    private static Moment at(int second) {
        return new Moment(second * 1_000_000_000L);
    }
}
