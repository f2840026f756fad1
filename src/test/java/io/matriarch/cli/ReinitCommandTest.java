package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ReinitCommandTest {
    @RegisterExtension final AgentHerd herd = new AgentHerd();

    private final CommandRun command = herd.command;

    private static final String NEWEST =
            "{\"patroni\":{\"name\":\"n2\"},\"order\":{%s\"newest\":{\"id\":\"%s\",\"what\":\"reinitialization\",\"end\":\"%s\",\"words\":\"%s\"}}}";

    @BeforeEach
    void begin() {
        command.rounds = 9;
        herd.at("n2", "/reinitialize", 200, "reinitialize started");
    }

    private void order(String doing, String id, String end, String words) {
        String now = doing.isEmpty() ? "" : "\"doing\":\"" + doing + "\",";
        herd.at("n2", "/patroni", 200, NEWEST.formatted(now, id, end, words));
    }

    /** The old data streams again, as it did before. */
    @Test
    void aCopyThatFailedIsToldWithItsReason() {
        order("", "old", "done", "reinitialized");
        command.meanwhile =
                () ->
                        order(
                                "",
                                "new",
                                "failed",
                                "reinitialization failed: no space left on device");
        herd.at("n2", "/reinitialize", 200, "reinitialize started");
        command.rounds = 3;
        order("reinitialization", "old", "done", "reinitialized");
        assertEquals(1, command.run("reinit", "n2", "--wait", "--yes"));
        assertEquals(
                "matriarch: n2: reinitialization failed: no space left on device\n", command.err);
    }

    @Test
    void aCopyThatIsWholeIsWaitedForUntilItStreams() {
        order("reinitialization", "old", "failed", "an earlier one");
        herd.state("n2", "creating replica");
        List<Runnable> then = new ArrayList<>();
        then.add(() -> order("", "new", "done", "reinitialized"));
        then.add(() -> herd.state("n2", "starting"));
        then.add(() -> herd.state("n2", "streaming"));
        command.meanwhile = () -> then.removeFirst().run();
        assertEquals(0, command.run("reinit", "n2", "--wait", "--yes"), () -> command.err);
        assertTrue(then.isEmpty() && command.out.contains("n2: reinitialized\n"), command.out);
    }

    @Test
    void oneThatTakesItsLogFromTheArchiveIsBackWhenItRuns() {
        herd.with("n2", "\"tags\":{\"nostream\":\"true\"}").state("n2", "running");
        order("reinitialization", "old", "done", "reinitialized");
        command.meanwhile = () -> order("", "new", "done", "reinitialized");
        assertEquals(0, command.run("reinit", "n2", "--wait", "--yes"), () -> command.err);
    }
}
