package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ReloadAndFlushTest {
    @RegisterExtension final AgentHerd herd = new AgentHerd();

    private final CommandRun command = herd.command;

    @Test
    void aReloadGoesToEachOfARole() {
        assertEquals(0, command.run("reload", "--role", "replica", "--yes"), () -> command.err);
        assertEquals(List.of("/n2/reload", "/n3/reload"), herd.calls());
        herd.at("n2", "/reload", 400, "the configuration stays as it was: bad");
        assertEquals(1, command.run("reload", "n2", "--dry-run"));
        assertTrue(command.out.contains("n2 would refuse: the configuration stays"), command.out);
    }

    @Test
    void aFlushForgetsWhatIsScheduled() {
        assertEquals(1, command.run("flush", "switchover", "--yes"));
        assertEquals("matriarch: no switchover is scheduled\n", command.err);
        assertEquals(1, command.run("flush", "restart", "--yes"));
        herd.scheduled("{\"at\":\"2030-01-02T03:04:00Z\",\"from\":\"n1\"}")
                .with("n3", "\"scheduled_restart\":{\"schedule\":\"2030-01-02T03:04:00Z\"}");
        herd.at("n1", "/switchover", 200, "scheduled switchover deleted");
        herd.at("n1", "/switchover?dry-run=true", 200, "would forget it");
        herd.at("n3", "/restart?dry-run=true", 200, "would forget it");
        assertEquals(0, command.run("flush", "switchover", "--dry-run"), () -> command.err);
        assertEquals(0, command.run("flush", "restart", "--dry-run"), () -> command.err);
        assertEquals(0, command.run("flush", "switchover", "--yes"), () -> command.err);
        assertEquals(0, command.run("flush", "restart", "--yes"), () -> command.err);
        assertEquals(
                List.of(
                        "DELETE /n1/switchover?dry-run=true",
                        "DELETE /n3/restart?dry-run=true",
                        "DELETE /n1/switchover",
                        "DELETE /n3/restart"),
                herd.calls());
    }
}
