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
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands and the agent's side of them, and what PostgreSQL gets to see of it: one contract
 * for the client in Java and the one in C.
 */
@ParameterizedClass
@EnumSource(WalClient.class)
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
    private final WalClient client;

    WalDoorTest(WalClient client) {
        this.client = client;
    }

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
                client.run(
                        Path.of("/"),
                        said,
                        List.of("wal-push", "--socket", socket.toString(), "/x/" + SEGMENT)));
        assertEquals(List.of("ship /x/" + SEGMENT), archive.asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wal-push",
                "wal-push a b",
                "wal-push --within 0 a",
                "wal-push --within 3601 a",
                "wal-push --within 1s a",
                "wal-push --sockets x a",
                "wal-push --socket",
            })
    void wrongUsageStoresNothing(String words) {
        assertEquals(2, run(words.split(" ")));
        assertEquals(
                "matriarch: usage: wal-push [--socket PATH] [--within SECONDS (1 to 3600)] FILE (%p)\n",
                said());
        assertEquals(List.of(), archive.asked);
    }

    @Test
    void wrongUsageIsNoEndOfTheLogEither() {
        assertEquals(255, run("wal-fetch", SEGMENT));
        assertEquals(255, run("wal-fetch", SEGMENT, ""));
        assertEquals(255, run("wal-fetch", "", "pg_wal/RECOVERYXLOG"));
        String usage =
                "matriarch: usage: wal-fetch [--socket PATH] [--within SECONDS (1 to 3600)] NAME TARGET (%f %p)\n";
        assertEquals(usage.repeat(3), said());
    }

    @Test
    void anAgentThatStandsStillIsNotWaitedForForEver() throws Exception {
        try (var silent = Listener.silent(folder.resolve("silent"))) {
            assertEquals(1, ask(silent, "wal-push", "x"));
            assertEquals(255, ask(silent, "wal-fetch", SEGMENT, "x"));
            Files.createFile(data.resolve("standby.signal"));
            assertEquals(1, ask(silent, "wal-fetch", SEGMENT, "x"));
        }
        String line =
                "matriarch: the agent does not answer at %s: it takes too long\n"
                        .formatted(folder.resolve("silent"));
        assertEquals(line.repeat(3), said());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "1", "2", "25", "255", "-1 x", " 0 x", "256 x", "0x", "2555 x"})
    void whatIsNoWholeAnswerIsNone(String answer) throws Exception {
        try (var odd = Listener.answering(folder.resolve("odd"), answer)) {
            assertEquals(1, ask(odd, "wal-push", "x"));
            assertEquals(255, ask(odd, "wal-fetch", SEGMENT, "x"));
            Files.createFile(data.resolve("standby.signal"));
            assertEquals(1, ask(odd, "wal-fetch", SEGMENT, "x"));
        }
        assertTrue(said().endsWith(": the agent ended before it answered\n"), said());
    }

    @Test
    void ofALongAnswerTheBeginningIsShown() throws Exception {
        try (var talker =
                Listener.answering(folder.resolve("talker"), "255 " + "x".repeat(100_000))) {
            assertEquals(255, ask(talker, "wal-push", "x"));
        }
        assertTrue(said().startsWith("matriarch: xxxx"), said());
    }

    @Test
    void aPathThatIsTooLongIsNoQuestion() {
        assertEquals(1, run("wal-push", "x".repeat(20_000)));
        assertEquals(255, run("wal-fetch", SEGMENT, "x".repeat(20_000)));
        assertEquals(List.of(), archive.asked);
    }

    private int ask(Listener listener, String... args) {
        var words = new ArrayList<>(List.of(args));
        words.addAll(1, List.of("--socket", listener.path().toString(), "--within", "1"));
        return client.run(data, said, words);
    }

    private int run(String... args) {
        return client.run(data, said, List.of(args));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
