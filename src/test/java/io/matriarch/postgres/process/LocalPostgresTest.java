package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresJob.Stop.Mode;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Timeline;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers on loopback, through everything that a herd does with them. */
@Tag(TestPostgres.TAG)
final class LocalPostgresTest {

    private static final PostgresJob STOP = new PostgresJob.Stop(Mode.FAST, Duration.ofSeconds(20));
    private static final PostgresJob START = new PostgresJob.StartPrimary();

    @Test
    void aHerdClonesFollowsFailsOverAndRejoins(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd);
                var n2 = new TestNode("n2", herd);
                var n3 = new TestNode("n3", herd)) {
            initializesOnlyUnderAnArmedSwitch(n1);
            clones(n1, n2);
            clones(n1, n3);
            keepsSlots(n1, n2, n3);
            fails(n1, n2);
            aStandbyThatGotTooMuchIsRewound(n3, n2);
            rejoinsByRewind(n1, n2);
            switchesBackWithoutRewind(n1, n2, n3);
        }
    }

    private static void initializesOnlyUnderAnArmedSwitch(TestNode n1) throws Exception {
        assertInstanceOf(PostgresView.Absent.class, n1.look());
        n1.arm();
        n1.done(new PostgresJob.Initialize());
        var view = n1.await(PostgresView.Primary.class, PostgresView.Primary::checkpointed);
        assertEquals(new Timeline(1), view.timeline());
        assertEquals(TestPostgres.MAJOR, view.version() / 10000);
        assertTrue(n1.failed(new PostgresJob.Initialize()).contains("is not empty"));
        n1.sql("CREATE TABLE t (n int)");

        n1.done(STOP);
        var down = assertInstanceOf(PostgresView.Down.class, n1.look());
        assertTrue(down.control().cleanPrimary() && !down.standby(), down.toString());
        assertEquals(view.systemId(), down.systemId());
        assertTrue(n1.lifeline.disarm());
        String why = n1.failed(START);
        assertTrue(why.startsWith("the dead man's switch refused the start"), why);
        n1.arm();
        n1.done(START);
    }

    private static void clones(TestNode source, TestNode node) throws Exception {
        node.done(new PostgresJob.Clone(source.upstream()));
        var view = node.awaitStreaming();
        assertEquals(Optional.of(source.upstream()), view.upstream());
        assertEquals(source.look().systemId(), view.systemId());
        source.sql("INSERT INTO t VALUES (1)");
        String rows = source.ask("SELECT count(*) FROM t");
        node.awaitAnswer("SELECT count(*) FROM t", rows);
        source.await(
                PostgresView.Primary.class,
                p ->
                        p.followers().stream()
                                .anyMatch(
                                        f ->
                                                f.applicationName().equals(node.name.value())
                                                        && f.state().equals("streaming")));
        String secrets = Files.readString(node.data().resolve("postgresql.conf"));
        assertFalse(secrets.contains("r e:p"), secrets);
    }

    private static void keepsSlots(TestNode n1, TestNode n2, TestNode n3) throws SQLException {
        n1.sql("SELECT pg_create_physical_replication_slot('theirs')");
        n1.done(new PostgresJob.KeepSlots(Set.of(n1.name, n2.name, n3.name)));
        assertEquals(
                "matriarch_n2,matriarch_n3,theirs",
                n1.ask(
                        "SELECT string_agg(slot_name, ',' ORDER BY slot_name) FROM"
                                + " pg_replication_slots"));
    }

    /** n2 leads on; n1, which nobody told, writes on beside it. */
    private static void fails(TestNode n1, TestNode n2) throws Exception {
        assertTrue(n2.failed(new PostgresJob.Promote()).contains("refused the promotion"));
        n2.arm();
        n2.done(new PostgresJob.Promote());
        var view = assertInstanceOf(PostgresView.Primary.class, n2.look());
        assertEquals(new Timeline(2), view.timeline());
        n1.sql("INSERT INTO t SELECT generate_series(1, 1000)");
        n2.sql("INSERT INTO t VALUES (42)");
        n2.done(new PostgresJob.Checkpoint());
        n2.await(PostgresView.Primary.class, PostgresView.Primary::checkpointed);
    }

    /** n3 streamed from n1 what the herd does not hold, and n2 cannot serve it as it is. */
    private static void aStandbyThatGotTooMuchIsRewound(TestNode n3, TestNode n2) throws Exception {
        n3.done(new PostgresJob.Follow(n2.upstream()));
        var outcome = n3.perform(new PostgresJob.Rejoin(n2.upstream()));
        var rewound = assertInstanceOf(JobOutcome.Rewound.class, outcome, outcome::toString);
        assertEquals(new Timeline(1), rewound.timeline());
        assertTrue(rewound.dropped() > 50_000 && rewound.dropped() < 500_000, outcome.toString());
        n3.awaitStreaming();
        n3.awaitAnswer("SELECT count(*) FROM t", n2.ask("SELECT count(*) FROM t"));
    }

    private static void rejoinsByRewind(TestNode n1, TestNode n2) throws Exception {
        String why = n1.failed(new PostgresJob.Rejoin(n2.upstream()));
        assertEquals("PostgreSQL runs as a primary here: stop it first", why);
        assertTrue(n1.postgres.kill());
        assertInstanceOf(PostgresView.Down.class, n1.look());

        var outcome = n1.perform(new PostgresJob.Rejoin(n2.upstream()));
        var rewound = assertInstanceOf(JobOutcome.Rewound.class, outcome, outcome::toString);
        assertEquals(new Timeline(1), rewound.timeline());
        assertTrue(rewound.dropped() > 50_000 && rewound.dropped() < 500_000, outcome.toString());
        n1.awaitStreaming();
        n1.awaitAnswer("SELECT count(*) FROM t", n2.ask("SELECT count(*) FROM t"));
        // pg_rewind took all slots; those of a former leadership may come by other ways.
        n1.sql("SELECT pg_create_physical_replication_slot('theirs', true)");
        n1.sql("SELECT pg_create_physical_replication_slot('matriarch_n2', true)");
        n1.done(new PostgresJob.KeepSlots(Set.of()));
        assertEquals(
                "theirs", n1.ask("SELECT string_agg(slot_name, ',') FROM pg_replication_slots"));
    }

    private static void switchesBackWithoutRewind(TestNode n1, TestNode n2, TestNode n3)
            throws Exception {
        n2.done(STOP);
        ControlData control = assertInstanceOf(PostgresView.Down.class, n2.look()).control();
        n1.await(PostgresView.Standby.class, s -> s.received().isAfter(control.checkpoint()));
        assertTrue(n1.lifeline.disarm());
        n1.arm();
        n1.done(new PostgresJob.Promote());
        n1.done(new PostgresJob.Checkpoint());
        n1.done(new PostgresJob.KeepSlots(Set.of(n2.name, n3.name)));
        assertEquals("no rewind was needed", n2.done(new PostgresJob.Rejoin(n1.upstream())));
        n2.await(
                PostgresView.Standby.class,
                s -> s.streaming() && s.timeline().equals(new Timeline(3)));

        long before = n3.postmaster();
        n3.done(new PostgresJob.Follow(n1.upstream()));
        var there =
                n3.await(
                        PostgresView.Standby.class,
                        s -> s.streaming() && s.timeline().equals(new Timeline(3)));
        assertEquals(Optional.of(n1.upstream()), there.upstream());
        assertEquals(before, n3.postmaster());
        n1.sql("INSERT INTO t VALUES (43)");
        n3.awaitAnswer("SELECT count(*) FROM t WHERE n = 43", "1");
        // Nobody streams any more: the timeline is still the one that was received last.
        n1.done(STOP);
        var alone = n3.await(PostgresView.Standby.class, s -> !s.streaming());
        assertEquals(new Timeline(3), alone.timeline());
    }

    @Test
    void aStandbyWhoseLogIsGoneFromTheLeaderIsClonedAgain(@TempDir Path herd) throws Exception {
        var parameters = Map.of("wal_keep_size", "0");
        try (var n1 = new TestNode("n1", herd, TestNode.freePort(), parameters);
                var n2 = new TestNode("n2", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n1.sql("CREATE TABLE t AS SELECT 1 AS n");
            n2.done(new PostgresJob.Clone(n1.upstream()));
            n2.awaitStreaming();
            n2.done(STOP);
            n1.await(PostgresView.Primary.class, p -> p.followers().isEmpty());
            n1.sql("SELECT pg_drop_replication_slot('matriarch_n2')");
            for (int i = 0; i < 3; i++) {
                n1.sql("INSERT INTO t VALUES (2)");
                n1.sql("SELECT pg_switch_wal()");
                n1.done(new PostgresJob.Checkpoint());
            }
            String told = n2.done(new PostgresJob.Rejoin(n1.upstream()));
            assertTrue(
                    told.startsWith("cloned again, because n1 has removed the log that follows"),
                    told);
            n2.awaitStreaming();
            n2.awaitAnswer("SELECT count(*) FROM t", "4");
        }
    }

    @Test
    void aCrashIsToldAndMendedInPlace(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n1.sql("CREATE TABLE t AS SELECT 1 AS n");
            var ended = new CountDownLatch(1);
            n1.postgres.onExit(ended::countDown);
            ProcessHandle.of(n1.postmaster()).orElseThrow().destroyForcibly();
            assertTrue(ended.await(5, TimeUnit.SECONDS));
            var down = n1.await(PostgresView.Down.class, d -> true);
            assertEquals("in production", down.control().state());
            n1.done(START);
            assertEquals("1", n1.ask("SELECT n FROM t"));
            assertEquals(new Timeline(1), n1.look().timeline());
        }
    }

    @Test
    void aHangIsAFinding(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            assertInstanceOf(PostgresView.Primary.class, n1.look());
            assertTrue(n1.lifeline.signal("STOP"));
            Thread.sleep(50);
            for (int i = 0; i < 3; i++) {
                var silent = assertInstanceOf(PostgresView.Silent.class, n1.look());
                assertFalse(silent.working(), silent.toString());
                assertTrue(silent.systemId().isKnown());
            }
            assertTrue(n1.lifeline.signal("CONT"));
            n1.await(PostgresView.Primary.class, p -> true);

            // A look counts what they did since the one before, until they were stopped, as well.
            boolean working = true;
            for (int i = 0; i < 20 && working; i++) {
                n1.await(PostgresView.Primary.class, p -> true);
                stopChildren(n1.postmaster(), "STOP");
                long begin = System.nanoTime();
                working = n1.await(PostgresView.Silent.class, s -> true).working();
                assertTrue(Duration.ofNanos(System.nanoTime() - begin).toMillis() < 2000);
                stopChildren(n1.postmaster(), "CONT");
            }
            assertFalse(working, "no look saw that nothing works");
            n1.await(PostgresView.Primary.class, p -> true);
        }
    }

    private static void stopChildren(long postmaster, String signal) throws Exception {
        for (long pid : ProcFs.ticks(postmaster).keySet()) {
            if (pid != postmaster) {
                new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
            }
        }
    }

    @Test
    void whatIsNotOursIsLeftAlone(@TempDir Path herd) throws IOException {
        try (var n1 = new TestNode("n1", herd)) {
            Files.createDirectories(n1.data());
            assertInstanceOf(PostgresView.Absent.class, n1.look());
            Path diary = Files.writeString(n1.data().resolve("diary"), "dear");
            var view = assertInstanceOf(PostgresView.Unusable.class, n1.look());
            assertTrue(view.why().contains("no PG_VERSION"), view.why());
            n1.arm();
            assertTrue(n1.failed(new PostgresJob.Initialize()).contains("is not empty"));
            assertTrue(n1.failed(START).contains("no PG_VERSION"));
            assertEquals("dear", Files.readString(diary));

            Files.writeString(n1.data().resolve("PG_VERSION"), "13\n");
            view = assertInstanceOf(PostgresView.Unusable.class, n1.look());
            assertTrue(view.why().contains("is of PostgreSQL 13, but"), view.why());
            assertTrue(view.why().endsWith("holds PostgreSQL " + TestPostgres.MAJOR), view.why());
            assertEquals("dear", Files.readString(diary));
        }
    }

    @Test
    void aPortInUseIsOneClearLine(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd);
                var n2 = new TestNode("n2", herd, n1.settings.port(), Map.of())) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n2.arm();
            String why = n2.failed(new PostgresJob.Initialize());
            assertTrue(why.contains("could not bind"), why);
            assertEquals(1, why.lines().count(), why);
        }
    }
}
