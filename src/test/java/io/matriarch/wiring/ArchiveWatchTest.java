package io.matriarch.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.backup.Fetched;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.WalArchive;
import io.matriarch.cluster.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new leader does for the archive, and what is said when that fails. */
final class ArchiveWatchTest {

    private static final Shipped TWO = new Shipped.Refused("two servers wrote timeline 1");

    @TempDir Path data;
    private final List<String> done = new ArrayList<>();
    private final List<ArchiveHealth.View> told = new ArrayList<>();
    private Shipped gaps = new Shipped.Stored();
    private boolean leads = true;
    private boolean switches = true;
    private Moment now = new Moment(1_000_000_000_000L);
    private ArchiveHealth health = new ArchiveHealth(() -> now);
    private ArchiveWatch watch = watch();

    @BeforeEach
    void waiting() throws IOException {
        Path status = Files.createDirectories(data.resolve("pg_wal/archive_status"));
        Files.createFile(status.resolve("000000010000000000000007.ready"));
        watch = watch();
    }

    @Test
    void gapsAreFilledOnceAndThenTheSegmentIsEnded() {
        look(3);
        assertEquals(List.of("fill", "switch"), done);
        leads = false;
        look(1);
        assertEquals(0, told.getLast().waiting());
        leads = true;
        look(2);
        assertEquals(List.of("fill", "switch", "fill", "switch"), done);
        assertEquals(1, told.getLast().waiting());
    }

    @Test
    void whileItIsBeingPromotedNothingIsDone() throws IOException {
        Files.createFile(data.resolve("standby.signal"));
        look(2);
        assertEquals(List.of(), done);
        Files.delete(data.resolve("standby.signal"));
        switches = false;
        look(1);
        switches = true;
        look(2);
        assertEquals(List.of("fill", "switch", "switch"), done);
    }

    @Test
    void twoServersOnOneTimelineAreSaidAndLookedAtEverMoreSeldom() {
        gaps = TWO;
        for (int i = 0; i < 600; i++) {
            look(1);
            // What PostgreSQL ships meanwhile succeeds.
            health.saw(new Shipped.Stored());
            now = now.plus(Duration.ofSeconds(2));
        }
        assertEquals(
                Optional.of(
                        "the archive lacks log that this node received as a standby: two servers wrote timeline 1"),
                told.getLast().trouble());
        long tries = done.stream().filter("fill"::equals).count();
        assertTrue(tries >= 8 && tries <= 10, tries + " times in twenty minutes");
        assertEquals(tries, told.getLast().failed());
        assertEquals(1, done.stream().filter("switch"::equals).count());

        gaps = new Shipped.Stored();
        now = now.plus(Duration.ofMinutes(5));
        look(1);
        assertEquals(Optional.empty(), told.getLast().trouble());
    }

    @Test
    void whatNobodyForesawDoesNotEndTheWatch() throws InterruptedException {
        gaps = new Shipped.Stored();
        var twice = new java.util.concurrent.CountDownLatch(2);
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                new ArchiveWatch(
                                        data,
                                        new Log(),
                                        () -> true,
                                        () -> true,
                                        health,
                                        () -> now,
                                        _ -> {
                                            twice.countDown();
                                            throw new IllegalStateException("no one knows");
                                        }));
        assertTrue(twice.await(20, java.util.concurrent.TimeUnit.SECONDS));
        thread.interrupt();
        thread.join();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }

    private ArchiveWatch watch() {
        return new ArchiveWatch(
                data,
                new Log(),
                () -> leads,
                () -> {
                    done.add("switch");
                    return switches;
                },
                health,
                () -> now,
                told::add);
    }

    private final class Log implements WalArchive {

        @Override
        public Shipped ship(Path file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Shipped fillGaps(Path walFolder) {
            done.add("fill");
            return gaps;
        }

        @Override
        public Fetched fetch(String name, Path target, Duration within) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
