package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class QueryCommandTest {
    @RegisterExtension final AgentHerd herd = new AgentHerd();

    private final CommandRun command = herd.command;

    @TempDir Path folder = Path.of("");

    @Test
    void aQueryGoesWhereItIsSent() throws Exception {
        var servers = new FakeServers();
        command.stores = servers;
        herd.with("n3", "\"port_of_the_future\":1").state("n2", "starting");
        Path file = Files.writeString(folder.resolve("q.sql"), "select 1;\nselect 2");
        assertEquals(
                0,
                command.run("query", "-f", file.toString(), "--role", "standby", "-o", "tsv"),
                () -> command.err);
        assertEquals("n\n7\n", command.out);
        assertEquals("select 1;\nselect 2", servers.asked.getFirst().sql());
        assertEquals(1, command.run("query", "-c", "x", "--role", "standby-leader"));
        assertTrue(command.err.contains("no member is there as standby-leader now"), command.err);
        command.rounds = 2;
        assertEquals(0, command.run("query", "-c", "x", "-w", "1"), () -> command.err);
        assertEquals(3, servers.asked.size());
        assertEquals(2, command.run("query"));
        assertEquals(2, command.run("query", "-c", "x", "-f", file.toString()));
        assertEquals(1, command.run("query", "-f", "/nonexistent"));
        assertEquals(3, servers.asked.size());
    }

    @Test
    void aReplicaThatIsOnlyStartingIsNotTheLastOne() throws Exception {
        var servers = new FakeServers();
        command.stores = servers;
        servers.starting = 1;
        assertEquals(0, command.run("query", "-c", "x", "--role", "replica"), () -> command.err);
        assertEquals(2, servers.asked.size());
        servers.starting = 2;
        assertEquals(1, command.run("query", "-c", "x", "--role", "replica"));
        assertTrue(
                command.err.contains("n2: FATAL") && command.err.contains("; n3: FATAL"),
                command.err);
    }
}
