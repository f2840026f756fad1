package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Patroni cluster as its REST API shows it, taken over or refused. */
final class AdoptCommandTest {

    private static final String CONFIG =
            """
            {"ttl": 30, "maximum_lag_on_failover": 2097152, "synchronous_mode": true,
             "synchronous_node_count": 2, "slots": {"audit": {"type": "physical"}, "n3": {"type": "logical"},
                       "feed": {"type": "logical", "database": "shop", "plugin": "pgoutput"}},
             "postgresql": {"use_pg_rewind": true, "pg_hba": ["host all app 10.0.0.0/8 scram-sha-256",
               "local all all peer map=staff", "host all all 10.0.0.0/8 peer"], "pg_ident": ["staff ann app"],
               "parameters": {"work_mem": "16MB", "port": 5433, "hot_standby_feedback": true,
                              "pg_stat_statements.max": 500}}}
            """;

    @TempDir Path folder;
    private final CommandRun command = new CommandRun();

    private int adopt(String replicaState, String... arguments) throws Exception {
        try (var patroni = new FakeAgentServer()) {
            String member =
                    "{\"name\": \"%s\", \"role\": \"%s\", \"state\": \"%s\", \"host\": \"10.0.0.%d\","
                            + " \"port\": 5432, \"api_url\": \"%s/patroni\"%s}";
            patroni.answer(
                            "/cluster",
                            200,
                            "{\"scope\": \"shop\", \"members\": ["
                                    + member.formatted(
                                            "n1", "leader", "running", 1, patroni.url(), "")
                                    + ","
                                    + member.formatted(
                                            "n2",
                                            "replica",
                                            replicaState,
                                            2,
                                            patroni.url(),
                                            ", \"lag\": 0, \"tags\": {\"nosync\": true, \"nostream\": true,"
                                                    + " \"failover_priority\": 2, \"rack\": \"r7\"}")
                                    + "]}")
                    .answer("/config", 200, CONFIG)
                    .answer("/patroni", 200, "{\"server_version\": 150018}");
            String[] all = new String[arguments.length + 3];
            all[0] = "adopt";
            all[1] = "--patroni";
            all[2] = patroni.url();
            System.arraycopy(arguments, 0, all, 3, arguments.length);
            return command.run(all);
        }
    }

    @Test
    void checkSaysWhatHasNoPlaceAndWritesNothing() throws Exception {
        assertEquals(0, adopt("streaming", "--check", "--out", folder.toString()), command.err);
        assertTrue(command.out.contains("left out: postgresql.parameters.port: "), command.out);
        assertTrue(
                command.out.contains(
                        "left out: postgres.hba: \"host all all 10.0.0.0/8 peer\" cannot be"),
                command.out);
        assertFalse(command.out.contains("pg_ident"), command.out);
        assertTrue(command.out.contains("left out: slots.n3: "), command.out);
        assertTrue(command.out.contains("left out: tag nostream of n2"), command.out);
        assertFalse(command.out.contains("nosync"), command.out);
        assertTrue(command.out.contains("nothing hinders: shop has 2 members"), command.out);
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void eachMemberGetsAFileThatIsNeverOverwritten() throws Exception {
        String[] write = {"--data-dir", "/data/shop", "--out", folder.toString()};
        assertEquals(0, adopt("streaming", write), command.err);
        String file = Files.readString(folder.resolve("n2.yaml"));
        for (String line :
                new String[] {
                    "cluster: shop",
                    "name: n2",
                    "advertise: 10.0.0.2:5432",
                    "mode: sync",
                    "sync-count: \"2\"",
                    "maximum-lag: \"2097152\"",
                    "work_mem: 16MB",
                    "hot_standby_feedback: \"on\"",
                    "pg_stat_statements.max: \"500\"",
                    "host all app 10.0.0.0/8 scram-sha-256",
                    "local all all peer map=staff",
                    "ident:",
                    "- staff ann app",
                    "audit:",
                    "type: physical",
                    "plugin: pgoutput",
                    "nosync: \"true\"",
                    "failover-priority: \"2\"",
                    "rack: r7"
                }) {
            assertTrue(file.contains(line), line + " is not in\n" + file);
        }
        assertFalse(file.contains("5433"), file);
        Files.writeString(folder.resolve("n1.yaml"), "mine");
        assertEquals(1, adopt("streaming", write));
        assertEquals("mine", Files.readString(folder.resolve("n1.yaml")));
    }

    @Test
    void aReplicaThatDoesNotStreamHinders() throws Exception {
        assertEquals(
                1, adopt("start failed", "--data-dir", "/data/shop", "--out", folder.toString()));
        assertTrue(command.out.contains("hinders: n2 is \"start failed\""), command.out);
        assertTrue(command.err.contains("nothing was written"), command.err);
        assertFalse(Files.exists(folder.resolve("n1.yaml")));
    }

    @Test
    void whatIsNoPatroniIsSaidInOneLine() {
        assertEquals(1, command.run("adopt", "--check", "--patroni", "http://127.0.0.1:9"));
        assertTrue(command.err.contains("no Patroni answers at http://127.0.0.1:9"), command.err);
        assertEquals(2, command.run("adopt", "--patroni", "http://127.0.0.1:9"));
        assertTrue(command.err.contains("--data-dir"), command.err);
    }
}
