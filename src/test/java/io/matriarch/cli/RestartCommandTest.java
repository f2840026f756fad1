package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RestartCommandTest {
    @RegisterExtension final AgentHerd herd = new AgentHerd();

    private final CommandRun command = herd.command;

    @BeforeEach
    void begin() {
        command.rounds = 5;
        herd.at("n1", "/switchover", 200, "Successfully switched over to \"n2\"");
    }

    @Test
    void theLeaderComesLast() {
        assertEquals(0, command.run("restart", "--yes"), () -> command.err);
        assertEquals(List.of("/n2/restart", "/n3/restart", "/n1/restart"), herd.calls());
        assertTrue(
                command.out.endsWith("n1: restarted successfully\n")
                        && command.out.contains(
                                "Restart: n1, the leader: it keeps the lease, and no writes are taken until it is back\n"),
                command.out);
    }

    @Test
    void filters() {
        assertEquals(
                0,
                command.run(
                        "restart", "--any", "--role", "standby", "--pg-version", "16.4", "--yes"),
                () -> command.err);
        assertEquals(1, herd.calls().size());
        assertTrue(
                herd.server.posts.getFirst().endsWith("\"postgres_version\":\"16.4\"}")
                        && !herd.calls().contains("/n1/restart"),
                herd.server.posts::toString);
        assertEquals(2, command.run("restart", "--pg-version", "new", "--yes"));
        assertEquals("matriarch: --pg-version new is no version such as 16.4\n", command.err);
        assertEquals(1, command.run("restart", "--role", "standby-leader", "--yes"));
        assertEquals(
                "matriarch: no member is chosen: n1, n2, n3 are members, and n1 leads\n",
                command.err);
        assertEquals(0, command.run("restart", "--role", "primary", "--yes"), () -> command.err);
        assertEquals("/n1/restart", herd.calls().getLast());
        assertEquals(0, command.run("restart", "--pending", "--yes"));
        assertEquals("no setting of these members waits for a restart\n", command.out);
    }

    @Test
    void onlyWhoRunsAnOlderPostgresIsAsked() {
        herd.at("n1", "/patroni", 200, "{\"server_version\":150018}");
        herd.at("n2", "/patroni", 200, "{\"server_version\":150019}");
        herd.at("n3", "/patroni", 200, "{\"server_version\":150018}");
        assertEquals(0, command.run("restart", "--pg-version", "15.19", "--yes"));
        assertEquals(List.of("/n3/restart", "/n1/restart"), herd.calls());
        assertEquals(0, command.run("restart", "n2", "--pg-version", "15.19", "--yes"));
        assertEquals("none of these members runs a PostgreSQL older than 15.19\n", command.out);
    }

    @Test
    void aScheduleGoesToEach() {
        herd.at("n2", "/restart", 202, "Restart scheduled at 2030-01-02T03:04:00Z");
        assertEquals(
                0,
                command.run("restart", "n2", "--scheduled", "2030-01-02T03:04:00Z", "--yes"),
                () -> command.err);
        assertTrue(
                herd.server.posts.getFirst().endsWith("\"schedule\":\"2030-01-02T03:04:00Z\"}"),
                herd.server.posts::toString);
    }
}
