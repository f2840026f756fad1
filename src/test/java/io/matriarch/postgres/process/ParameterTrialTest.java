package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.AccessLines;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server's program says what it would refuse at a start; the server itself runs on. */
@Tag(TestPostgres.TAG)
final class ParameterTrialTest {

    private static final String MISSING =
            "could not access file \"typo\": No such file or directory";

    @TempDir static Path herd;
    private static TestNode node;

    @BeforeAll
    static void begin() throws Exception {
        node = new TestNode("n1", herd);
        node.arm();
        node.done(new PostgresJob.Initialize());
    }

    @AfterAll
    static void end() throws Exception {
        node.close();
    }

    @Test
    void takesWhatPostgresqlTakes() throws Exception {
        long server = node.postmaster();
        refuses(
                Map.of(
                        "work_mem", "16MB",
                        "shared_buffers", "256MB",
                        "shared_preload_libraries", "plpgsql",
                        "plpgsql.variable_conflict", "use_column",
                        "unheard.of", "what an extension may call its own"));
        refuses(
                new AccessLines(
                        List.of("host all all samenet scram-sha-256", "local all all peer map=m"),
                        List.of("m ann app", "m /^a(.*)$ \\1")));
        assertEquals(server, node.postmaster());
        assertEquals("1", node.ask("SELECT 1"));
        try (var left = Files.list(node.settings.runDir())) {
            assertEquals(List.of(), left.filter(p -> p.toString().contains("trial-")).toList());
        }
    }

    @Test
    void oneLineForEachValueThatItRefuses() {
        refuses(
                Map.of("work_mem", "lots", "no_such_setting", "1"),
                "postgres.parameters.no_such_setting: PostgreSQL says unrecognized configuration"
                        + " parameter \"no_such_setting\"",
                "postgres.parameters.work_mem: PostgreSQL says invalid value for parameter"
                        + " \"work_mem\": \"lots\"");
        refuses(
                Map.of("port", "1"),
                "postgres.parameters.port is set by Matriarch itself: remove it");
    }

    @Test
    void aLibraryThatIsNotThere() {
        for (String list : List.of("shared_preload_libraries", "session_preload_libraries")) {
            refuses(
                    Map.of(list, "plpgsql, typo"),
                    "postgres.parameters." + list + ": PostgreSQL says " + MISSING);
        }
        refuses(
                Map.of("local_preload_libraries", "typo"),
                "postgres.parameters.local_preload_libraries: PostgreSQL says "
                        + MISSING.replace("typo", "$libdir/plugins/typo"));
    }

    @Test
    void theLibraryItselfReadsItsSettings() {
        refuses(
                Map.of(
                        "shared_preload_libraries", "plpgsql",
                        "plpgsql.variable_conflict", "soon"),
                "postgres.parameters.plpgsql.variable_conflict: PostgreSQL says invalid value for"
                        + " parameter \"plpgsql.variable_conflict\": \"soon\"");
    }

    @Test
    void whatIsWrongOnlyTogether() {
        var limits = Map.of("max_connections", "20", "superuser_reserved_connections", "30");
        List<String> said = node.postgres.refused(new ServerSettings(limits, AccessLines.NONE));
        assertEquals(1, said.size(), said::toString);
        assertTrue(
                said.getFirst()
                        .matches(
                                "postgres.parameters: PostgreSQL would not start with them:"
                                        + " .*superuser_reserved_connections.* \\(30\\) .*must be less than"
                                        + " .*max_connections.* \\(20\\)"),
                said::toString);
        said = node.postgres.refused(new ServerSettings(Map.of("ssl", "on"), AccessLines.NONE));
        assertTrue(
                said.toString().contains("server.crt")
                        || said.toString().contains("SSL is not supported by this build"),
                said::toString);
    }

    @Test
    void linesOfAccess() {
        refuses(
                AccessLines.ofHba(
                        List.of("host all all all trust", "host all all 10.0.0.0/99 trust")),
                "postgres.hba: \"host all all 10.0.0.0/99 trust\": PostgreSQL says invalid CIDR mask"
                        + " in address \"10.0.0.0/99\"");
        refuses(
                AccessLines.ofHba(List.of("host all all all md5 shoe=size")),
                "postgres.hba: \"host all all all md5 shoe=size\": PostgreSQL says unrecognized"
                        + " authentication option name: \"shoe\"");
        refuses(new AccessLines(List.of("hostssl all all all scram-sha-256"), List.of()));
        List<String> said =
                node.postgres.refused(
                        new ServerSettings(
                                Map.of(), new AccessLines(List.of(), List.of("m a b", "m /( b"))));
        assertEquals(1, said.size(), said::toString);
        assertTrue(
                said.getFirst()
                        .startsWith(
                                "postgres.ident: \"m /( b\": PostgreSQL says invalid regular"
                                        + " expression"),
                said::toString);
    }

    private static void refuses(Map<String, String> parameters, String... lines) {
        assertEquals(
                List.of(lines),
                node.postgres.refused(new ServerSettings(parameters, AccessLines.NONE)));
    }

    private static void refuses(AccessLines access, String... lines) {
        assertEquals(List.of(lines), node.postgres.refused(new ServerSettings(Map.of(), access)));
    }
}
