package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresJob.Stop.Mode;
import io.matriarch.cluster.PostgresView;
import io.matriarch.postgres.ArchivedData;
import io.matriarch.postgres.PostgresSettings.Archiving;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rewind that is killed while it changes the directory, and one whose log is archived only. */
@Tag(TestPostgres.TAG)
final class RewindingTest {

    private static final PostgresJob STOP = new PostgresJob.Stop(Mode.FAST, Duration.ofSeconds(20));
    private static final String ROWS = "SELECT count(*) FROM t";

    @TempDir Path herd;

    /** n1 has led, and holds many pages that n2, which leads now, does not have. */
    private static Path apart(TestNode n1, TestNode n2) throws Exception {
        n1.arm();
        n1.done(new PostgresJob.Initialize());
        n1.sql("CREATE TABLE t AS SELECT generate_series(1, 1000000) AS n");
        n2.done(new PostgresJob.Clone(n1.upstream()));
        n2.awaitStreaming();
        promote(n2);
        n2.sql("UPDATE t SET n = n + 1");
        n1.sql("UPDATE t SET n = n - 1");
        Path table = n1.data().resolve(n1.ask("SELECT pg_relation_filepath('t')"));
        crash(n1);
        return table;
    }

    private static void promote(TestNode node) throws Exception {
        node.arm();
        node.done(new PostgresJob.Promote());
        node.done(new PostgresJob.Checkpoint());
        node.await(PostgresView.Primary.class, PostgresView.Primary::checkpointed);
    }

    private static void crash(TestNode node) throws Exception {
        assertTrue(node.postgres.kill());
        node.await(PostgresView.Down.class, d -> true);
    }

    /** The program, once it has begun to write into the directory; it stands still from then on. */
    private static ProcessHandle atWork(TestNode node, Path table) throws Exception {
        String target = "--target-pgdata=" + node.data();
        Optional<ProcessHandle> found = Optional.empty();
        for (long until = System.nanoTime() + 60_000_000_000L; System.nanoTime() < until; ) {
            found = found.filter(ProcessHandle::isAlive).or(() -> rewind(target));
            Path mark = Path.of(node.data() + ".rewinding");
            if (found.isPresent() && writes(table, mark)) {
                new ProcessBuilder("kill", "-STOP", Long.toString(found.get().pid()))
                        .start()
                        .waitFor();
                return found.get();
            }
            Thread.sleep(1);
        }
        throw new AssertionError("pg_rewind was not seen at work");
    }

    private static Optional<ProcessHandle> rewind(String target) {
        return ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().commandLine().orElse("").contains("pg_rewind"))
                .filter(p -> p.info().commandLine().orElse("").contains(target))
                .findFirst();
    }

    private static boolean writes(Path table, Path mark) throws IOException {
        return Files.exists(mark)
                && Files.getLastModifiedTime(table).compareTo(Files.getLastModifiedTime(mark)) > 0;
    }

    private static void streamsWhatItsLeaderHas(TestNode node, TestNode leader) throws Exception {
        node.awaitStreaming();
        leader.sql("INSERT INTO t VALUES (7)");
        node.awaitAnswer(ROWS, leader.ask(ROWS));
    }

    @Test
    @Tag(TestPostgres.SLOW)
    void whatAnAgentLeavesThatEndsInMidRewindIsCopied() throws Exception {
        try (var n1 = new TestNode("n1", herd);
                var n2 = new TestNode("n2", herd)) {
            Path table = apart(n1, n2);
            Thread agent =
                    Thread.ofPlatform()
                            .start(() -> n1.perform(new PostgresJob.Rejoin(n2.upstream())));
            ProcessHandle program = atWork(n1, table);
            agent.interrupt();
            agent.join();
            assertFalse(program.isAlive(), "it works on for nobody");

            var start = new PostgresJob.StartStandby(Optional.of(n2.upstream()));
            String why = n1.failed(start);
            assertTrue(why.contains("must be cloned again"), why);
            String told = n1.done(new PostgresJob.Rejoin(n2.upstream()));
            assertTrue(told.contains("an earlier rewind was interrupted"), told);
            streamsWhatItsLeaderHas(n1, n2);
        }
    }

    @Test
    @Tag(TestPostgres.SLOW)
    void aProgramThatIsKilledInMidRewindIsFollowedByACopy() throws Exception {
        try (var n1 = new TestNode("n1", herd);
                var n2 = new TestNode("n2", herd)) {
            Path table = apart(n1, n2);
            var ended =
                    CompletableFuture.supplyAsync(
                            () -> n1.perform(new PostgresJob.Rejoin(n2.upstream())));
            atWork(n1, table).destroyForcibly();
            String told =
                    assertInstanceOf(JobOutcome.Done.class, ended.get(120, TimeUnit.SECONDS))
                            .detail();
            assertTrue(told.startsWith("cloned again, because pg_rewind failed"), told);
            streamsWhatItsLeaderHas(n1, n2);
        }
    }

    /** pg_rewind reads the log here back to where the two parted, which n1 has removed since. */
    @Test
    void logOfItsOwnThatOnlyTheArchiveHasIsReadFromThere() throws Exception {
        Path store = Files.createDirectories(herd.resolve("archive"));
        var commands = new Archiving("cp %p " + store + "/%f", "cp " + store + "/%f %p");
        try (var n1 = new TestNode("n1", herd, Optional.of(commands), ArchivedData.NONE);
                var n2 = new TestNode("n2", herd, Optional.of(commands), ArchivedData.NONE)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n1.sql("CREATE TABLE t AS SELECT 1 AS n");
            n2.done(new PostgresJob.Clone(n1.upstream()));
            n2.awaitStreaming();
            n2.done(STOP);
            String parted = n1.ask("SELECT pg_walfile_name(pg_current_wal_lsn())");
            n1.await(PostgresView.Primary.class, p -> p.followers().isEmpty());
            removeLog(n1);
            assertFalse(Files.exists(n1.data().resolve("pg_wal").resolve(parted)));
            assertTrue(Files.exists(store.resolve(parted)));
            crash(n1);
            // What n1 has archived of its own is not n2's to follow.
            Files.writeString(n2.data().resolve("postgresql.auto.conf"), "restore_command = ''\n");
            n2.done(new PostgresJob.StartStandby(Optional.empty()));
            promote(n2);

            JobOutcome outcome = n1.perform(new PostgresJob.Rejoin(n2.upstream()));
            assertInstanceOf(JobOutcome.Rewound.class, outcome, outcome::toString);
            streamsWhatItsLeaderHas(n1, n2);
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
            n1.sql("SELECT pg_sleep(0.5)");
            n1.done(new PostgresJob.Checkpoint());
        }
    }
}
