package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresJob.Stop.Mode;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Timeline;
import io.matriarch.postgres.ArchivedData;
import io.matriarch.postgres.PostgresSettings.Archiving;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever state a member comes back in, it ends streaming, and holds what its leader holds. */
@Tag(TestPostgres.TAG)
@Tag(TestPostgres.SLOW)
final class RejoiningTest {

    private static final PostgresJob STOP = new PostgresJob.Stop(Mode.FAST, Duration.ofSeconds(20));
    private static final String ROWS = "SELECT count(*) || ' ' || coalesce(sum(n), 0) FROM t";

    @TempDir Path herd;

    private TestNode node(String name) throws Exception {
        return new TestNode(name, herd);
    }

    private static void found(TestNode n1) throws Exception {
        n1.arm();
        n1.done(new PostgresJob.Initialize());
        n1.sql("CREATE TABLE t AS SELECT 1 AS n");
    }

    private static void clone(TestNode source, TestNode node) throws Exception {
        node.done(new PostgresJob.Clone(source.upstream()));
        node.awaitStreaming();
        node.awaitAnswer(ROWS, source.ask(ROWS));
    }

    private static void promote(TestNode node) throws Exception {
        node.arm();
        node.done(new PostgresJob.Promote());
        node.sql("INSERT INTO t VALUES (1000)");
        node.done(new PostgresJob.Checkpoint());
        node.await(PostgresView.Primary.class, PostgresView.Primary::checkpointed);
    }

    private static void crash(TestNode node) throws Exception {
        assertTrue(node.postgres.kill());
        node.await(PostgresView.Down.class, d -> true);
    }

    private static void streamsWhatItsLeaderHas(TestNode node, TestNode leader) throws Exception {
        node.awaitStreaming();
        leader.sql("INSERT INTO t VALUES (7)");
        node.awaitAnswer(ROWS, leader.ask(ROWS));
    }

    private static JobOutcome.Rewound rewound(TestNode node, TestNode leader) throws Exception {
        var outcome = node.perform(new PostgresJob.Rejoin(leader.upstream()));
        streamsAfter(outcome, node, leader);
        return assertInstanceOf(JobOutcome.Rewound.class, outcome, outcome::toString);
    }

    private static String rejoined(TestNode node, TestNode leader) throws Exception {
        var outcome = node.perform(new PostgresJob.Rejoin(leader.upstream()));
        streamsAfter(outcome, node, leader);
        return assertInstanceOf(JobOutcome.Done.class, outcome, outcome::toString).detail();
    }

    private static void streamsAfter(JobOutcome outcome, TestNode node, TestNode leader)
            throws Exception {
        if (!(outcome instanceof JobOutcome.Failed)) {
            streamsWhatItsLeaderHas(node, leader);
        }
    }

    @Test
    void oneRecordTooMuchIsTakenBack() throws Exception {
        try (var n1 = node("n1");
                var n2 = node("n2")) {
            found(n1);
            clone(n1, n2);
            n2.done(STOP);
            n1.sql("SELECT pg_logical_emit_message(false, 'x', 'y')");
            crash(n1);
            n2.done(new PostgresJob.StartStandby(Optional.of(n1.upstream())));
            promote(n2);
            // One record, and perhaps a page whose hint bits changed since a checkpoint.
            assertTrue(rewound(n1, n2).dropped() < 20_000);
        }
    }

    @Test
    void aCrashedPrimaryWhoseArchiveTookNothingIsRewound() throws Exception {
        var broken = new Archiving("false", "false");
        try (var n1 = new TestNode("n1", herd, Optional.of(broken), ArchivedData.NONE);
                var n2 = node("n2")) {
            found(n1);
            clone(n1, n2);
            n2.done(STOP);
            for (int i = 0; i < 3; i++) {
                n1.sql("INSERT INTO t SELECT generate_series(1, 1000)");
                n1.sql("SELECT pg_switch_wal()");
            }
            crash(n1);
            n2.done(new PostgresJob.StartStandby(Optional.of(n1.upstream())));
            promote(n2);
            assertTrue(rewound(n1, n2).dropped() > 30_000_000);
        }
    }

    @Test
    void aCrashedPrimaryWhoseLogIsBrokenIsCopied() throws Exception {
        try (var n1 = node("n1");
                var n2 = node("n2")) {
            found(n1);
            clone(n1, n2);
            crash(n1);
            promote(n2);
            Path log = n1.data().resolve("pg_wal");
            for (Path segment : segments(log)) {
                Files.write(segment, new byte[16 << 20]);
            }
            String told = rejoined(n1, n2);
            assertTrue(told.contains("cloned again, because crash recovery failed: "), told);
        }
    }

    private static List<Path> segments(Path log) throws IOException {
        try (var files = Files.list(log)) {
            return files.filter(f -> f.getFileName().toString().matches("[0-9A-F]{24}")).toList();
        }
    }

    /** n2 and n3 promote beside each other and use the same number; then n3's leads to a third. */
    @Test
    void aTimelineThatWasBegunTwiceIsNoCommonPast() throws Exception {
        try (var n1 = node("n1");
                var n2 = node("n2");
                var n3 = node("n3");
                var n4 = node("n4")) {
            found(n1);
            clone(n1, n2);
            clone(n1, n3);
            n1.done(STOP);
            promote(n2);
            clone(n2, n4);
            n2.sql("INSERT INTO t SELECT generate_series(1, 5000)");
            n4.awaitAnswer(ROWS, n2.ask(ROWS));
            n4.done(STOP);
            crash(n2);
            promote(n3);
            n3.sql("CREATE TABLE other AS SELECT generate_series(1, 100000)");
            assertEquals("no rewind was needed", rejoined(n1, n3));
            n3.done(STOP);
            promote(n1);
            assertEquals(new Timeline(3), n1.look().timeline());

            String told = rejoined(n2, n1);
            assertTrue(told.contains("of timeline 2: it was begun twice"), told);
            // A copy of n2 has no log of where the two parted.
            told = rejoined(n4, n1);
            assertTrue(told.startsWith("cloned again"), told);
            assertEquals("no rewind was needed", rejoined(n3, n1));
        }
    }

    /** What n1 wrote alone lies on two timelines of its own. */
    @Test
    void twoTimelinesTooManyAreTakenBack() throws Exception {
        try (var n1 = node("n1");
                var n2 = node("n2")) {
            found(n1);
            clone(n1, n2);
            n2.done(STOP);
            n1.sql("INSERT INTO t SELECT generate_series(1, 1000)");
            n1.done(STOP);
            n1.done(new PostgresJob.StartStandby(Optional.empty()));
            promote(n1);
            n1.sql("INSERT INTO t SELECT generate_series(1, 1000)");
            crash(n1);
            n2.done(new PostgresJob.StartStandby(Optional.empty()));
            promote(n2);
            n2.done(STOP);
            n2.done(new PostgresJob.StartStandby(Optional.empty()));
            promote(n2);
            assertEquals(new Timeline(3), n2.look().timeline());
            rewound(n1, n2);
        }
    }

    @Test
    void logThatOnlyTheArchiveHasIsFetchedFromThere() throws Exception {
        Path store = Files.createDirectories(herd.resolve("archive"));
        var commands = new Archiving("cp %p " + store + "/%f", "cp " + store + "/%f %p");
        try (var n1 = new TestNode("n1", herd, Optional.of(commands), ArchivedData.NONE);
                var n2 = new TestNode("n2", herd, Optional.of(commands), ArchivedData.NONE)) {
            found(n1);
            clone(n1, n2);
            n2.done(STOP);
            n1.await(PostgresView.Primary.class, p -> p.followers().isEmpty());
            removeLog(n1);
            String told = rejoined(n2, n1);
            assertTrue(told.startsWith("n1 lacks the log that follows"), told);
        }
    }

    private static void removeLog(TestNode n1) throws Exception {
        n1.sql("SELECT pg_drop_replication_slot('matriarch_n2')");
        Files.writeString(
                n1.data().resolve("postgresql.conf"),
                "wal_keep_size = 0\n",
                StandardOpenOption.APPEND);
        n1.sql("SELECT pg_reload_conf()");
        for (int i = 0; i < 4; i++) {
            n1.sql("INSERT INTO t VALUES (2)");
            n1.sql("SELECT pg_switch_wal()");
            n1.sql("SELECT pg_sleep(0.3)");
            n1.done(new PostgresJob.Checkpoint());
        }
    }

    /** Hint bits that no log names would stay behind. */
    @Test
    void withoutChecksumsAndHintsInTheLogItIsCopied() throws Exception {
        try (var n1 = node("n1");
                var n2 = node("n2")) {
            found(n1);
            n1.done(STOP);
            run("pg_checksums", "--disable", "-D", n1.data().toString());
            n1.done(new PostgresJob.StartPrimary());
            clone(n1, n2);
            promote(n2);
            n1.sql("INSERT INTO t SELECT generate_series(1, 1000)");
            crash(n1);
            hintsWereNotLogged(n1);
            String told = rejoined(n1, n2);
            assertTrue(told.contains("without data checksums or wal_log_hints"), told);
        }
    }

    /** As a server leaves it that another program has run until it crashed. */
    private static void hintsWereNotLogged(TestNode node) throws Exception {
        Path conf = node.data().resolve("postgresql.conf");
        Path pid = node.data().resolve("postmaster.pid");
        Files.deleteIfExists(pid);
        String port = Integer.toString(TestNode.freePort());
        var alien =
                new ProcessBuilder(
                                TestPostgres.BIN.resolve("postgres").toString(),
                                "-D",
                                node.data().toString(),
                                "-c",
                                "config_file=" + conf,
                                "-c",
                                "wal_log_hints=off",
                                "-c",
                                "port=" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        for (int i = 0; i < 300; i++) {
            if (Files.exists(pid) && Files.readString(pid).contains("ready")) {
                break;
            }
            Thread.sleep(50);
        }
        alien.descendants().forEach(ProcessHandle::destroyForcibly);
        alien.destroyForcibly().waitFor();
        Files.deleteIfExists(pid);
        Thread.sleep(500);
    }

    @Test
    void tablespacesComeAlongAndStayOutOfEachOthersWay() throws Exception {
        Path fast = Files.createDirectories(herd.resolve("fa=st"));
        try (var n1 = node("n1");
                var n2 = node("n2")) {
            found(n1);
            n1.sql("CREATE TABLESPACE fast LOCATION '" + fast + "'");
            n1.sql("CREATE TABLE u TABLESPACE fast AS SELECT generate_series(1, 1000) AS n");
            clone(n1, n2);
            n2.awaitAnswer("SELECT count(*) FROM u", "1000");
            assertEquals(
                    fast + ".2",
                    n2.ask(
                            "SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = 'fast'"));
            promote(n2);
            n1.sql("INSERT INTO u SELECT generate_series(1, 1000)");
            crash(n1);
            rewound(n1, n2);
            n1.awaitAnswer("SELECT count(*) FROM u", "1000");

            // The disk is replaced: what lay in the data directory is gone, the tablespace is not.
            n1.done(STOP);
            Files.move(n1.data(), herd.resolve("lost"));
            clone(n2, n1);
            n1.awaitAnswer("SELECT count(*) FROM u", "1000");
        }
    }

    /** A clone of the third timeline knows nothing of the second, which ended in one segment. */
    @Test
    void threePromotionsInOneSegmentLeaveNobodyOut() throws Exception {
        try (var n1 = node("n1");
                var n2 = node("n2");
                var n3 = node("n3")) {
            found(n1);
            clone(n1, n2);
            clone(n1, n3);
            n3.done(STOP);
            n1.done(STOP);
            promote(n2);
            n2.done(STOP);
            n2.done(new PostgresJob.StartStandby(Optional.empty()));
            promote(n2);
            Files.move(n1.data(), herd.resolve("lost"));
            clone(n2, n1);
            n2.done(STOP);
            promote(n1);
            assertEquals(new Timeline(4), n1.look().timeline());
            String told = rejoined(n3, n1);
            assertTrue(
                    told.equals("no rewind was needed")
                            || told.contains("has removed the log that follows"),
                    told);
        }
    }

    @Test
    void aBrokenControlFileIsSaidWithWhatHelps() throws Exception {
        try (var n1 = node("n1");
                var n2 = node("n2")) {
            found(n1);
            clone(n1, n2);
            n2.done(STOP);
            Files.write(n2.data().resolve("global/pg_control"), new byte[8192]);
            String why = n2.failed(new PostgresJob.Rejoin(n1.upstream()));
            assertTrue(why.contains("move the directory away, and it is built anew"), why);
            Files.move(n2.data(), herd.resolve("broken"));
            clone(n1, n2);
        }
    }

    private static void run(String program, String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(TestPostgres.BIN.resolve(program).toString());
        command.addAll(List.of(arguments));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
