package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is lowered begins with the leader. */
final class LoweredLimitsTest {
    @RegisterExtension final AgentHerd herd = new AgentHerd();

    private final CommandRun command = herd.command;

    @BeforeEach
    void begin() {
        command.rounds = 5;
        herd.at("n1", "/switchover", 200, "Successfully switched over to \"n2\"");
    }

    @Test
    void whatIsLoweredBeginsWithTheLeaderAndGoesOnWhenItIsReplayed() {
        for (String name : List.of("n1", "n2", "n3")) {
            herd.pending(name, "max_wal_senders 20 10");
        }
        herd.positions(900, 800);
        command.meanwhile =
                () -> {
                    assertEquals(List.of("/n1/restart"), herd.calls());
                    herd.positions(900, 900);
                };
        assertEquals(0, command.run("restart", "--rolling", "--yes"), () -> command.err);
        assertEquals(List.of("/n1/restart", "/n2/restart", "/n3/restart"), herd.calls());
        assertTrue(
                command.out.contains(
                        "Restart: n2, a replica, when it has replayed the leader's smaller limits: its readers are sent away; brings max_wal_senders 20 -> 10\n"),
                command.out);
    }

    @Test
    void raisedAndLoweredAtOnceTakesTheStandbysTwice() {
        for (String name : List.of("n1", "n2", "n3")) {
            herd.pending(name, "max_connections 100 200", "max_worker_processes 16 8");
        }
        herd.positions(900, 900);
        assertEquals(0, command.run("restart", "--rolling", "--yes"), () -> command.err);
        assertEquals(
                List.of("/n2/restart", "/n3/restart", "/n1/restart", "/n2/restart", "/n3/restart"),
                herd.calls());
    }

    @Test
    void aStandbyThatDoesNotReplayIsLeftAlone() {
        for (String name : List.of("n1", "n2", "n3")) {
            herd.pending(name, "max_connections 200 100");
        }
        herd.positions(900, 800);
        assertEquals(1, command.run("restart", "--yes", "--timeout", "1"));
        assertEquals(
                "matriarch: stopped: n2 has not replayed within 1 s what n1 has now (800 of 900); the rest was left alone\n",
                command.err);
        assertEquals(List.of("/n1/restart"), herd.calls());
    }
}
