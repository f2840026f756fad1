package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A standby must have no limit smaller than its leader has. */
final class RestartOrderTest {
    @RegisterExtension final AgentHerd herd = new AgentHerd();

    private final CommandRun command = herd.command;

    @BeforeEach
    void begin() {
        command.rounds = 5;
        herd.at("n1", "/switchover", 200, "Successfully switched over to \"n2\"");
    }

    @Test
    void whatIsRaisedBeginsWithTheStandbys() {
        for (String name : List.of("n1", "n2", "n3")) {
            herd.pending(name, "max_connections 100 200");
        }
        assertEquals(0, command.run("restart", "--pending", "--yes"), () -> command.err);
        assertEquals(List.of("/n2/restart", "/n3/restart", "/n1/restart"), herd.calls());
    }

    @Test
    void theLeaderDoesNotGetAheadOfAStandbyThatIsLeftOut() {
        for (String name : List.of("n1", "n3")) {
            herd.pending(name, "max_connections 100 200");
        }
        assertEquals(1, command.run("restart", "n1", "n2", "--yes"));
        assertEquals(
                "matriarch: n1 would get a greater max_connections than its standby n3 has, and that one would stop replaying: restart n3 first, or leave the names out\n",
                command.err);
        assertEquals(List.of(), herd.calls());
    }

    @Test
    void oneThatNeverStreamsIsBackWhenItRuns() {
        herd.with("n3", "\"tags\":{\"nostream\":\"true\"}").state("n3", "running");
        assertEquals(0, command.run("restart", "n3", "--rolling", "--yes"), () -> command.err);
        herd.with("n3", "\"tags\":{\"nosync\":\"true\"}");
        assertEquals(1, command.run("restart", "n3", "--rolling", "--yes", "--timeout", "1"));
        assertEquals(
                "matriarch: stopped: n3 is not back after 1 s, running: I am n3; the rest was left alone\n",
                command.err);
    }
}
