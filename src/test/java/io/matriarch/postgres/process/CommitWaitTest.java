package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresJob.Stop.Mode;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncWait;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers: commits wait for whom they shall, and clients for what a crash left behind. */
@Tag(TestPostgres.TAG)
final class CommitWaitTest {

    private static final PostgresJob STOP = new PostgresJob.Stop(Mode.FAST, Duration.ofSeconds(20));
    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    private static final NodeName N2 = new NodeName("n2");
    private static final NodeName N3 = new NodeName("n3");

    @Test
    void commitsWaitForTheSetAndClientsForACrashedPrimary(@TempDir Path herd) throws Exception {
        try (var n1 = node("n1", herd);
                var n2 = node("n2", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n1.sql("CREATE TABLE t (n int); CREATE ROLE app LOGIN PASSWORD 'app' SUPERUSER");
            n2.done(new PostgresJob.Clone(n1.upstream()));
            n2.awaitStreaming();
            n1.done(new PostgresJob.KeepSlots(Set.of(N2)));

            waits(n1, new SyncWait(List.of(N2), false, true));
            commit(n1).join();
            letsGoWhenToldTo(n1, n2);
            aNewNameIsInForceBeforeItIsDone(n1);
            acknowledgesNothing(n1);
            countsWhatTheServerLowers(n1);
            keepsClientsOutAfterACrash(n1, n2);
        }
    }

    private static TestNode node(String name, Path herd) throws Exception {
        return new TestNode(name, herd, TestNode.freePort(), Map.of(), Replication.Mode.SYNC);
    }

    private static void waits(TestNode node, SyncWait commits) throws Exception {
        node.done(new PostgresJob.Synchronize(commits));
        assertEquals(
                commits,
                node.await(PostgresView.Primary.class, p -> p.commits().equals(commits)).commits());
    }

    /** A client's commit; the agent's own never wait. */
    private static Thread commit(TestNode node) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                node.sql("SET synchronous_commit = on; INSERT INTO t VALUES (1)");
                            } catch (SQLException _) {
                                // The server was killed under it.
                            }
                        });
    }

    private static void letsGoWhenToldTo(TestNode n1, TestNode n2) throws Exception {
        n2.done(STOP);
        Thread client = commit(n1);
        n1.awaitAnswer(WAITING, "1");
        assertTrue(client.isAlive());
        waits(n1, SyncWait.NONE);
        client.join();
        assertEquals("2", n1.ask("SELECT count(*) FROM t"));
        n2.done(new PostgresJob.StartStandby(Optional.of(n1.upstream())));
        n2.awaitStreaming();
    }

    /** n2 streams and knows its place, n3 does not exist: each has to be waited for. */
    private static void aNewNameIsInForceBeforeItIsDone(TestNode n1) throws Exception {
        waits(n1, new SyncWait(List.of(N2), false, true));
        waits(n1, new SyncWait(List.of(N3, N2), false, true));
        assertEquals(
                "2",
                n1.ask(
                        "SELECT sync_priority FROM pg_stat_replication"
                                + " WHERE application_name = 'n2'"));
        Thread client = commit(n1);
        n1.awaitAnswer(WAITING, "1");
        waits(n1, new SyncWait(List.of(N2), false, true));
        client.join();
    }

    /** From PostgreSQL 17 on nobody can: allow_alter_system is off. */
    private static void countsWhatTheServerLowers(TestNode n1) throws Exception {
        if (Integer.parseInt(n1.ask("SHOW server_version_num")) >= 170000) {
            return;
        }
        n1.sql("ALTER SYSTEM SET synchronous_commit = local");
        var lowered = n1.await(PostgresView.Primary.class, p -> p.hasty().settings() == 1);
        assertTrue(
                lowered.hasty().words().startsWith("; synchronous_commit is lowered by 1 setting"),
                lowered.hasty().words());
        n1.sql("ALTER SYSTEM RESET synchronous_commit");
        n1.await(PostgresView.Primary.class, p -> p.hasty().settings() == 0);
    }

    private static void acknowledgesNothing(TestNode n1) throws Exception {
        waits(n1, new SyncWait(List.of(), true, true));
        Thread client = commit(n1);
        n1.awaitAnswer(WAITING, "1");
        n1.sql("INSERT INTO t VALUES (2)");
        waits(n1, new SyncWait(List.of(N2), false, true));
        client.join();
    }

    /** What the crash completed without n2 is in the log, and nobody sees it before n2 has it. */
    private static void keepsClientsOutAfterACrash(TestNode n1, TestNode n2) throws Exception {
        n2.done(STOP);
        Thread client = commit(n1);
        n1.awaitAnswer(WAITING, "1");
        String rows = n1.ask("SELECT count(*) FROM t");
        assertTrue(n1.postgres.kill());
        client.join();
        n1.done(new PostgresJob.StartPrimary());

        var view = n1.await(PostgresView.Primary.class, p -> true);
        assertEquals(new SyncWait(List.of(N2), false, false), view.commits());
        assertEquals(
                Integer.parseInt(rows) + 1, Integer.parseInt(n1.ask("SELECT count(*) FROM t")));
        var refused = assertThrows(SQLException.class, () -> logIn(n1));
        String why = String.valueOf(refused.getMessage());
        assertTrue(why.contains("no pg_hba.conf entry"), why);
        assertEquals("off", n1.ask("SHOW restart_after_crash"));

        n2.done(new PostgresJob.StartStandby(Optional.of(n1.upstream())));
        n2.awaitStreaming();
        waits(n1, new SyncWait(List.of(N2), false, true));
        logIn(n1);
        commit(n1).join();
    }

    /** Three real servers: any one standby is enough, then both are, then the first is again. */
    @Test
    void anyFewAreEnoughAndEachStepIsInForceBeforeItIsDone(@TempDir Path herd) throws Exception {
        try (var n1 = node("n1", herd);
                var n2 = node("n2", herd);
                var n3 = node("n3", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n1.sql("CREATE TABLE t (n int)");
            for (TestNode standby : List.of(n2, n3)) {
                standby.done(new PostgresJob.Clone(n1.upstream()));
                standby.awaitStreaming();
            }
            n1.done(new PostgresJob.KeepSlots(Set.of(N2, N3)));
            waits(n1, any(1));
            assertEquals("ANY 1 (\"n2\", \"n3\")", n1.ask("SHOW synchronous_standby_names"));
            n3.done(STOP);
            commit(n1).join();

            waits(n1, any(2));
            Thread client = commit(n1);
            n1.awaitAnswer(WAITING, "1");
            waits(n1, any(1));
            client.join();
            waits(n1, new SyncWait(List.of(N2), false, true));
            n2.done(STOP);
            Thread second = commit(n1);
            n1.awaitAnswer(WAITING, "1");
            n3.done(new PostgresJob.StartStandby(Optional.of(n1.upstream())));
            n3.awaitStreaming();
            waits(n1, any(1));
            second.join();
            aVoterReceivesNothing(n1, n3);
        }
    }

    private static SyncWait any(int count) {
        return new SyncWait(List.of(N2, N3), false, true, count);
    }

    /** What it tells is all that it has; and it streams again when it is told to. */
    private static void aVoterReceivesNothing(TestNode n1, TestNode voter) throws Exception {
        assertFalse(voter.await(PostgresView.Standby.class, p -> p.streaming()).whole());
        voter.done(new PostgresJob.Detach());
        var told = voter.await(PostgresView.Standby.class, PostgresView.Standby::whole);
        n1.sql("INSERT INTO t VALUES (3)");
        var later = voter.await(PostgresView.Standby.class, PostgresView.Standby::whole);
        assertEquals(told.position(), later.position());
        voter.done(STOP);
        voter.done(new PostgresJob.StartStandby(Optional.empty()));
        var restarted = voter.await(PostgresView.Standby.class, PostgresView.Standby::whole);
        assertEquals(told.replayed(), restarted.position());
        voter.done(new PostgresJob.Follow(n1.upstream()));
        voter.awaitStreaming();
    }

    private static void logIn(TestNode node) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + node.settings.port() + "/postgres";
        DriverManager.getConnection(url, "app", "app").close();
    }
}
