package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RemoveCommandTest {
    @RegisterExtension final AgentHerd herd = new AgentHerd();

    private final CommandRun command = herd.command;
    private final FakeServers servers = new FakeServers();

    @Test
    void aMemberThatHasLeftIsForgotten() {
        command.env.put("MATRIARCH_CLUSTER", "herd");
        command.stores = servers;
        assertEquals(1, command.run("remove", "herd", "--member", "n1", "--yes"));
        assertEquals("matriarch: nothing was removed: n1 leads\n", command.err);
        assertEquals(1, command.run("remove", "herd", "--member", "n2", "--yes"));
        assertTrue(
                command.err.startsWith(
                        "matriarch: nothing was removed: the agent of n2 answers at "),
                command.err);
        assertEquals(2, command.run("remove", "herd", "--member", "n9", "--yes"));
        // Another member has its address by now.
        herd.at("n3", "/patroni", 200, "{\"patroni\":{\"name\":\"n7\"}}");
        assertEquals(0, command.run("remove", "herd", "--member", "n3", "--dry-run"));
        assertEquals(1, command.run("remove", "herd", "--member", "n1", "--dry-run"));
        assertEquals(List.of(), servers.removed);
        assertEquals(
                0, command.run("remove", "herd", "--member", "n3", "--yes"), () -> command.err);
        assertEquals(List.of("n3"), servers.removed);
    }

    @Test
    void aClusterIsForgottenAfterThreeQuestions() {
        command.env.put("MATRIARCH_CLUSTER", "herd");
        command.stores = servers;
        assertEquals(2, command.run("remove", "flock", "--yes"));
        assertEquals(2, command.run("remove", "herd"));
        command.interactive = true;
        command.reply = Optional.of("herd");
        assertEquals(1, command.run("remove", "herd"));
        assertEquals(
                "matriarch: nothing was removed: that was not \"Yes I am aware\"\n", command.err);
        assertEquals(0, command.run("remove", "herd", "--dry-run"));
        servers.held = true;
        assertEquals(1, command.run("remove", "herd", "--dry-run"));
        assertTrue(command.err.contains("n1 holds the lease"), command.err);
        assertEquals(List.of(), servers.removed);
        assertEquals(0, command.run("remove", "herd", "--yes"), () -> command.err);
        assertEquals(List.of("all"), servers.removed);
    }
}
