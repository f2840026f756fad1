package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RollingRestartTest {
    @RegisterExtension final AgentHerd herd = new AgentHerd();

    private final CommandRun command = herd.command;

    @BeforeEach
    void begin() {
        command.rounds = 5;
        herd.at("n1", "/switchover", 200, "Successfully switched over to \"n2\"");
    }

    @Test
    void rollingHandsOverBeforeTheLeader() {
        // Each member says itself that it is back; n1 follows by then.
        herd.state("n1", "streaming");
        assertEquals(0, command.run("restart", "--rolling", "--yes"), () -> command.err);
        assertEquals(
                List.of("/n2/restart", "/n3/restart", "/n1/switchover", "/n1/restart"),
                herd.calls());
        assertTrue(herd.server.posts.get(2).endsWith("{\"leader\":\"n1\",\"candidate\":\"n2\"}"));
    }

    /** It has stopped and started again to hand over: nothing waits for a restart any more. */
    @Test
    void aSwitchoverIsTheFormerLeadersRestart() {
        String started = "{\"postmaster_start_time\":\"2026-01-02T03:04:05Z\"}";
        herd.at("n1", "/patroni", 200, started);
        herd.state("n1", "starting");
        command.meanwhile =
                () -> {
                    herd.at("n1", "/patroni", 200, started.replace("05Z", "09Z"));
                    herd.state("n1", "streaming");
                };
        assertEquals(0, command.run("restart", "--rolling", "--yes"), () -> command.err);
        assertEquals(List.of("/n2/restart", "/n3/restart", "/n1/switchover"), herd.calls());
        assertTrue(command.out.endsWith("n1: restarted by the switchover\n"), command.out);
    }

    /** Commits wait for n2 again only some beats after it is back. */
    @Test
    void aLeaderHandsOverWhenOneMayTakeOver() {
        herd.state("n1", "streaming");
        herd.at("n1", "/switchover", 412, "candidate n2 is not in the sync set");
        command.meanwhile = () -> herd.at("n1", "/switchover", 200, "Successfully switched over");
        assertEquals(0, command.run("restart", "--rolling", "--yes"), () -> command.err);
        assertEquals(
                List.of(
                        "/n2/restart",
                        "/n3/restart",
                        "/n1/switchover",
                        "/n1/switchover",
                        "/n1/switchover",
                        "/n1/restart"),
                herd.calls());
    }
}
