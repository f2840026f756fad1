package io.matriarch.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.backup.Fetched;
import io.matriarch.cluster.ArchiveView;
import io.matriarch.cluster.ArchiveView.State;
import io.matriarch.cluster.Fork;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Timeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL's questions tell of an archive. */
final class FetchedLogTest {
    private static final String LAST = "000000010000000000000004";
    private static final String NEXT = "000000010000000000000005";

    private final FetchedLog fetched = new FetchedLog();
    private Moment now = new Moment(0);

    @TempDir Path folder;

    private State saw(String name, Fetched end, long millisLater) {
        now = now.plus(Duration.ofMillis(millisLater));
        fetched.saw(name, folder.resolve(name), end, now);
        return fetched.view(now).state();
    }

    @Test
    void theEndIsKnownWhenItWasFoundForLongEnough() {
        assertEquals(State.UNASKED, fetched.view(now).state());
        assertEquals(State.FETCHING, saw(LAST, new Fetched.Written(), 0));
        assertEquals(State.FETCHING, saw(NEXT, new Fetched.Absent(), 10));
        // The segment that the last record begins in is asked for again each time.
        assertEquals(State.FETCHING, saw(LAST, new Fetched.Written(), 500));
        assertEquals(State.FETCHING, saw(NEXT, new Fetched.Absent(), 10));
        assertEquals(State.DRAINED, saw(NEXT, new Fetched.Absent(), 600));
        assertEquals(State.FETCHING, saw(NEXT, new Fetched.Written(), 500));
    }

    @Test
    void anEndThatNobodyHasLookedAtForLongMayHaveMoved() {
        saw(NEXT, new Fetched.Absent(), 0);
        assertEquals(State.DRAINED, saw(NEXT, new Fetched.Absent(), 1_100));
        now = now.plus(Duration.ofSeconds(6));
        assertEquals(State.FETCHING, fetched.view(now).state());
    }

    @Test
    void whatDoesNotAnswerMayHoldMore() {
        saw(NEXT, new Fetched.Absent(), 0);
        saw(NEXT, new Fetched.Absent(), 1_100);
        assertEquals(State.TROUBLE, saw(NEXT, new Fetched.Failed("timed out"), 500));
        assertEquals("timed out", fetched.view(now).trouble());
        assertEquals(State.FETCHING, saw(NEXT, new Fetched.Absent(), 500));
        assertEquals(State.DRAINED, saw(NEXT, new Fetched.Absent(), 1_100));
        // There may be a newer timeline, whose log it would hold.
        assertEquals(State.TROUBLE, saw("00000002.history", new Fetched.Failed("denied"), 10));
        assertEquals(State.TROUBLE, saw(NEXT, new Fetched.Absent(), 500));
        assertEquals(State.DRAINED, saw("00000002.history", new Fetched.Absent(), 10));
    }

    @Test
    void aHistoryTellsWhereTheOtherClusterWentOn() throws Exception {
        Files.writeString(
                folder.resolve("00000003.history"),
                "1\t0/3000000\tno recovery target specified\n\n2\t0/5000060\tno recovery target specified\n");
        saw("00000003.history", new Fetched.Written(), 0);
        ArchiveView view = fetched.view(now);
        assertEquals(new Timeline(3), view.newest());
        assertEquals(
                List.of(
                        new Fork(new Timeline(1), new Lsn(0x3000000), ""),
                        new Fork(new Timeline(2), new Lsn(0x5000060), "")),
                view.forks());
        assertEquals(Optional.empty(), view.parted(new Timeline(2), new Lsn(0x5000060)));
        assertEquals(
                Optional.of(view.forks().get(1)), view.parted(new Timeline(2), new Lsn(0x5000061)));
        assertEquals(
                Optional.of(view.forks().get(0)), view.parted(new Timeline(1), new Lsn(0x4000000)));
        assertEquals(Optional.empty(), view.parted(new Timeline(3), new Lsn(0x9000000)));
        Files.writeString(folder.resolve("00000004.history"), "1\t0/3000000\tpromoted beside\n");
        saw("00000004.history", new Fetched.Written(), 0);
        assertEquals(
                Optional.of(view.forks().get(0)),
                fetched.view(now).parted(new Timeline(2), new Lsn(0x3000100)));
    }
}
