package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.AccessLines;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresJob.Stop.Mode;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.postgres.Reconfigured;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers: no line of an operator keeps one from starting. */
@Tag(TestPostgres.TAG)
final class AccessRulesTest {

    private static final PostgresJob STOP = new PostgresJob.Stop(Mode.FAST, Duration.ofSeconds(20));
    private static final String GOOD = "host app app 127.0.0.1/32 trust";
    private static final String BAD = "host app app 10.0.0.0/99 trust";
    private static final String WHY =
            "postgres.hba: \""
                    + BAD
                    + "\": PostgreSQL says invalid CIDR mask in address \"10.0.0.0/99\"; ";

    @Test
    void theLastGoodLinesHold(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd);
                var n2 = new TestNode("n2", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n2.done(new PostgresJob.Clone(n1.upstream()));
            for (TestNode node : List.of(n1, n2)) {
                assertInstanceOf(Reconfigured.Follows.class, change(node, GOOD));
                var partly = assertInstanceOf(Reconfigured.Partly.class, change(node, BAD));
                assertEquals(WHY + "the last lines that it took hold", partly.but());
                node.awaitAnswer("SHOW work_mem", "7MB");
                assertTrue(hba(node).contains(GOOD), hba(node));
                assertFalse(hba(node).contains(BAD), hba(node));
            }
            n1.done(STOP);
            assertEquals(
                    WHY + "the last lines that it took hold",
                    n1.done(new PostgresJob.StartPrimary()));
            n2.done(STOP);
            n2.done(new PostgresJob.StartStandby(Optional.of(n1.upstream())));
            n2.awaitStreaming();
            assertTrue(hba(n2).contains(GOOD), hba(n2));
        }
    }

    @Test
    void withoutGoodOnesItStartsByTheHerdsOwn(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            Files.deleteIfExists(n1.settings.runDir().resolve("pg_hba.good"));
            String alone =
                    WHY
                            + "PostgreSQL runs without the lines of postgres.hba, and everybody needs a"
                            + " password";
            assertEquals(alone, assertInstanceOf(Reconfigured.Partly.class, change(n1, BAD)).but());
            n1.done(STOP);
            assertEquals(alone, n1.done(new PostgresJob.StartPrimary()));
            assertEquals("1", n1.ask("SELECT 1"));
        }
    }

    /**
     * What the one has installed, the other may lack: its next start is the wrong time to say so.
     */
    @Test
    void aLibraryThatThisMemberLacksIsSaid(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            var next =
                    new ServerSettings(
                            Map.of("shared_preload_libraries", "elsewhere"), AccessLines.NONE);
            var partly =
                    assertInstanceOf(
                            Reconfigured.Partly.class,
                            n1.postgres.configure(next, Replication.Mode.ASYNC));
            assertEquals(
                    "PostgreSQL would not start again here: could not access file \"elsewhere\": No"
                            + " such file or directory",
                    partly.but());
        }
    }

    @Test
    void aMapOfNamesIsWrittenAndRead(@TempDir Path herd) throws Exception {
        try (var n1 = new TestNode("n1", herd)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            var access =
                    new AccessLines(
                            List.of("local all app peer map=staff"), List.of("staff ann app"));
            assertInstanceOf(
                    Reconfigured.Follows.class,
                    n1.postgres.configure(
                            new ServerSettings(Map.of(), access), Replication.Mode.ASYNC));
            if (TestPostgres.MAJOR >= 15) {
                n1.awaitAnswer(
                        "SELECT map_name || ' ' || sys_name || ' ' || pg_username FROM"
                                + " pg_ident_file_mappings",
                        "staff ann app");
            }
            assertEquals(
                    "# Written by Matriarch: what is changed here is lost. Use postgres.ident.\n"
                            + "staff ann app\n",
                    Files.readString(n1.data().resolve("pg_ident.conf")));
        }
    }

    private static Reconfigured change(TestNode node, String line) {
        var next =
                new ServerSettings(
                        Map.of("work_mem", line.equals(BAD) ? "7MB" : "6MB"),
                        AccessLines.ofHba(List.of(line)));
        return node.postgres.configure(next, Replication.Mode.ASYNC);
    }

    private static String hba(TestNode node) throws Exception {
        return Files.readString(node.data().resolve("pg_hba.conf"));
    }
}
