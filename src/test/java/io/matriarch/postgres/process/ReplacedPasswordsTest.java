package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.PostgresJob;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.sql.Login;
import io.matriarch.postgres.sql.Roles;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both passwords are replaced under running servers, and one that was away catches up. */
@Tag(TestPostgres.TAG)
final class ReplacedPasswordsTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String OLD_SUPERUSER = "s:e\\c'ret";
    private static final String OLD_REPLICATION = "r e:p\\l";

    @Test
    void standbysGoOnStreamingAndOneThatWasAwayComesBack(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd);
                var n2 = new TestNode("n2", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n2.done(new PostgresJob.Clone(n1.upstream()));
            n2.awaitStreaming();

            replace(n1, herd);
            assertTrue(Login.isRefused(assertThrows(SQLException.class, () -> old(n1).close())));
            n2.postgres.renewPassfile();
            n1.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_replication");
            n1.sql("CREATE TABLE t AS SELECT 1 AS n");
            n2.awaitStreaming();
            n2.awaitAnswer("SELECT count(*) FROM t", "1");
        }
    }

    @Test
    void aServerThatKnowsOnlyAnOlderPasswordLetsTheAgentIn(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            Files.writeString(
                    n1.settings.superuserPasswordFile(), "newest\nnewer\n" + OLD_SUPERUSER + "\n");
            assertEquals("1", n1.ask("SELECT 1"));
            Files.writeString(n1.settings.superuserPasswordFile(), "newest\nnewer\n");
            assertTrue(Login.isRefused(assertThrows(SQLException.class, () -> n1.ask("SELECT 1"))));
        }
    }

    private static void replace(TestNode leader, Path herd) throws Exception {
        try (var connection = login(leader).open(LIMIT)) {
            Roles.changePassword(connection, PostgresSettings.SUPERUSER, "it's new");
            Roles.changePassword(connection, leader.settings.replicationUser(), "new: too");
        }
        Files.writeString(herd.resolve("superuser"), "it's new\n" + OLD_SUPERUSER + "\n");
        Files.writeString(herd.resolve("replication"), "new: too\n" + OLD_REPLICATION + "\n");
    }

    private static java.sql.Connection old(TestNode node) throws SQLException {
        return login(node).open(PostgresSettings.SUPERUSER, OLD_SUPERUSER, LIMIT);
    }

    private static Login login(TestNode node) {
        return new Login("127.0.0.1", node.settings.port(), node.settings.superuserPasswordFile());
    }
}
