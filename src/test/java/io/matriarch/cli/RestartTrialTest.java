package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RestartTrialTest {
    @RegisterExtension final AgentHerd herd = new AgentHerd();

    private final CommandRun command = herd.command;

    @Test
    void aTrialShowsEachAnswer() {
        herd.at("n2", "/restart", 200, "would stop PostgreSQL and start it again");
        herd.at("n3", "/restart", 503, "PostgreSQL is not running, so there is nothing to restart");
        assertEquals(1, command.run("restart", "n2", "n3", "--dry-run"));
        assertTrue(
                command.out.endsWith(
                        """
                        n2: would stop PostgreSQL and start it again
                        n3 would refuse: PostgreSQL is not running, so there is nothing to restart
                        Nothing was done: --dry-run.
                        """),
                command.out);
        assertTrue(
                herd.server.posts.stream().allMatch(p -> p.endsWith("\"dry_run\":true}")),
                herd.server.posts::toString);
        herd.at("n3", "/restart", 200, "would");
        herd.at("n1", "/switchover", 200, "n1 would hand over to n2");
        assertEquals(0, command.run("restart", "--rolling", "--dry-run"), () -> command.err);
        assertTrue(
                herd.server.posts.stream().allMatch(p -> p.endsWith("\"dry_run\":true}")),
                herd.server.posts::toString);
        assertEquals("/n1/switchover", herd.calls().getLast());
    }

    @Test
    void aSwitchoverThatFailsEndsARollingRestart() {
        herd.at("n1", "/switchover", 503, "Switchover failed, n1 still leads");
        assertEquals(1, command.run("restart", "--rolling", "--yes"));
        assertEquals(
                "matriarch: stopped before the leader n1, which nobody could take over from: Switchover failed, n1 still leads\n",
                command.err);
    }
}
