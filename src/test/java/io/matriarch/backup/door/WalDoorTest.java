package io.matriarch.backup.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.backup.Fetched;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.WalArchive;
import io.matriarch.cluster.Moment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands and the agent's side of them, and what PostgreSQL gets to see of it. */
final class WalDoorTest {

    private static final String SEGMENT = "000000010000000000000006";
    private static final Supplier<Moment> CLOCK = () -> new Moment(System.nanoTime());

    @TempDir Path folder;
    private final Scripted archive = new Scripted();
    private final ArchiveHealth health = new ArchiveHealth(CLOCK);
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Path data;
    private Path socket;
    private WalDoor door;
    private volatile boolean stopping;

    /** An archive that answers as told, and remembers what it was asked. */
    private static final class Scripted implements WalArchive {
        private final List<String> asked = new ArrayList<>();
        private Shipped shipped = new Shipped.Stored();
        private Fetched fetched = new Fetched.Written();
        private boolean hangs;

        @Override
        public Shipped ship(Path file) {
            asked.add("ship " + file);
            try {
                Thread.sleep(hangs ? 20_000 : 0);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return shipped;
        }

        @Override
        public Shipped fillGaps(Path walFolder) {
            return shipped;
        }

        @Override
        public Fetched fetch(String name, Path target, Duration within) {
            asked.add("fetch " + name + " " + target);
            return fetched;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() throws IOException {
        data = Files.createDirectory(folder.resolve("15 main"));
        socket = Files.createDirectory(folder.resolve("15 main.matriarch")).resolve("wal.sock");
        door =
                WalDoor.open(
                        socket,
                        new WalDesk(
                                archive, health, CLOCK, () -> stopping, Duration.ofMillis(1500)));
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void pushAsksForTheWholePath() {
        assertEquals(0, run("wal-push", "pg_wal/" + SEGMENT));
        assertEquals(List.of("ship " + data.resolve("pg_wal/" + SEGMENT)), archive.asked);
        assertEquals("", said());
        assertEquals(Optional.empty(), health.view(0).trouble());
    }

    @Test
    void aPushThatFailsSaysWhyToPostgresAndToTheAgent() {
        archive.shipped = new Shipped.Failed("AccessDenied: no");
        assertEquals(1, run("wal-push", "pg_wal/" + SEGMENT));
        archive.shipped = new Shipped.Refused("other content");
        assertEquals(1, run("wal-push", "pg_wal/" + SEGMENT));
        assertEquals("matriarch: AccessDenied: no\nmatriarch: other content\n", said());
        assertEquals(
                Optional.of("WAL archiving has failed for 0 s: other content; 12 files wait"),
                health.view(12).trouble());
        archive.shipped = new Shipped.Stored();
        assertEquals(0, run("wal-push", "pg_wal/" + SEGMENT));
        assertEquals(Optional.empty(), health.view(12).trouble());
        assertEquals(2, health.view(0).failed());
    }

    @Test
    void aPushThatHangsIsGivenUpSoThatAShutdownNeedNotWait() {
        archive.hangs = true;
        assertEquals(1, run("wal-push", "pg_wal/" + SEGMENT));
        assertEquals(
                "matriarch: " + SEGMENT + " was not stored within 5000 ms; it goes on\n", said());
    }

    @Test
    void aServerThatShutsDownIsNotHeldUpByItsArchiver() {
        stopping = true;
        assertEquals(0, run("wal-push", "pg_wal/" + SEGMENT));
        archive.shipped = new Shipped.Failed("no");
        assertEquals(255, run("wal-push", "pg_wal/" + SEGMENT));
        archive.hangs = true;
        assertEquals(255, run("wal-push", "pg_wal/" + SEGMENT));
    }

    @Test
    void fetchTellsThereFromAbsent() {
        assertEquals(0, run("wal-fetch", SEGMENT, "pg_wal/RECOVERYXLOG"));
        assertEquals(
                List.of("fetch " + SEGMENT + " " + data.resolve("pg_wal/RECOVERYXLOG")),
                archive.asked);
        archive.fetched = new Fetched.Absent();
        assertEquals(1, run("wal-fetch", SEGMENT, "pg_wal/RECOVERYXLOG"));
        assertEquals("", said());
    }

    @Test
    void inARecoveryAFailureIsTriedAgainAndThenNotTakenForTheEnd() throws IOException {
        Files.createFile(data.resolve("recovery.signal"));
        archive.fetched = new Fetched.Failed("HTTP 503 SlowDown");
        assertEquals(255, run("wal-fetch", SEGMENT, "pg_wal/RECOVERYXLOG"));
        assertEquals(2, archive.asked.size());
        assertEquals("matriarch: HTTP 503 SlowDown\n", said());
    }

    @Test
    void onAStandbyAFailureEndsNothing() throws IOException {
        Files.createFile(data.resolve("standby.signal"));
        archive.fetched = new Fetched.Failed("HTTP 503 SlowDown");
        assertEquals(1, run("wal-fetch", SEGMENT, "pg_wal/RECOVERYXLOG"));
        assertEquals(1, archive.asked.size());
        assertEquals("matriarch: HTTP 503 SlowDown\n", said());
    }

    @Test
    void withoutAnAgentNothingIsKnown() throws IOException {
        door.close();
        assertEquals(1, run("wal-push", "pg_wal/" + SEGMENT));
        assertEquals(255, run("wal-fetch", SEGMENT, "pg_wal/RECOVERYXLOG"));
        assertTrue(said().contains("the agent does not answer at " + socket), said());
        Files.createFile(data.resolve("standby.signal"));
        assertEquals(1, run("wal-fetch", SEGMENT, "pg_wal/RECOVERYXLOG"));
    }

    @Test
    void theSocketMayBeNamed() {
        assertEquals(
                0,
                new WalCommand(Path.of("/"), new PrintStream(said))
                        .answer("wal-push", "--socket", socket.toString(), "/x/" + SEGMENT));
        assertEquals(List.of("ship /x/" + SEGMENT), archive.asked);
    }

    @Test
    void wrongUsageIsNoEndOfTheLogEither() {
        assertEquals(2, run("wal-push"));
        assertEquals(255, run("wal-fetch", SEGMENT));
        assertTrue(
                said().contains("usage: matriarch wal-fetch [--socket PATH] NAME TARGET (%f %p)"),
                said());
    }

    private int run(String... args) {
        return new WalCommand(data, new PrintStream(said)).answer(args);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
