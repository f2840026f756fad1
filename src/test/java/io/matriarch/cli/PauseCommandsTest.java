package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PauseCommandsTest {
    private static final String SINCE = "2026-01-02T03:04:05.678Z";

    private final CommandRun command = new CommandRun();
    private final FakeAgentServer agent;

    PauseCommandsTest() throws Exception {
        agent = new FakeAgentServer();
    }

    @BeforeEach
    void answer() {
        agent.answer("/cluster", 200, Samples.CLUSTER);
        agent.answer("/pause", 200, "done");
        command.env.put("MATRIARCH_API", agent.url());
    }

    @AfterEach
    void close() {
        agent.close();
    }

    /** As n1 knows it: n2 has seen this much of it, n3 does not answer. */
    private static String paused(String n2) {
        return Samples.CLUSTER
                .replace(
                        "\"members\":[",
                        "\"pause\":true,\"paused\":{\"since\":\"%s\",\"by\":\"ann\",\"reason\":\"\"},\"members\":["
                                .formatted(SINCE))
                .replace(
                        "{\"name\":\"n1\",", "{\"name\":\"n1\",\"paused\":\"%s\",".formatted(SINCE))
                .replace("{\"name\":\"n2\",", "{\"name\":\"n2\"," + n2);
    }

    @Test
    void saysWhoAsks() {
        assertEquals(
                0, command.run("pause", "--yes", "--reason", "a new kernel"), () -> command.err);
        assertTrue(command.out.endsWith("\ndone\n"), command.out);
        String call = agent.posts.getFirst();
        assertTrue(call.startsWith("/pause - {\"by\":\"" + System.getProperty("user.name")), call);
        assertTrue(call.endsWith("\"reason\":\"a new kernel\"}"), call);
    }

    @Test
    void waitsForThoseThatAnswer() {
        agent.answer("/cluster", 200, paused("\"paused\":\"%s\",".formatted(SINCE)));
        assertEquals(0, command.run("pause", "--yes", "--wait"), () -> command.err);
        assertTrue(
                command.out.endsWith(
                        "done\nall members that answer have seen it; not reachable: n3\n"),
                command.out);
        agent.answer("/cluster", 200, paused("\"paused\":\"an earlier one\","));
        assertEquals(1, command.run("pause", "--yes", "--wait"));
        assertEquals("matriarch: not every member has seen it: waiting for n2\n", command.err);
    }

    @Test
    void resumesAndWaits() {
        assertEquals(0, command.run("resume", "--yes", "--wait"), () -> command.err);
        assertTrue(
                command.out.endsWith(
                        "done\nall members that answer have seen it; not reachable: n3\n"),
                command.out);
        agent.answer("/pause", 404, "the cluster is not paused");
        assertEquals(1, command.run("resume", "--yes"));
        assertEquals("matriarch: the cluster is not paused\n", command.err);
        assertEquals(List.of("DELETE /pause", "DELETE /pause"), agent.posts);
    }

    @Test
    void saysWhatItCostsAndAsks() {
        command.interactive = true;
        command.reply = Optional.of("n");
        assertEquals(1, command.run("pause"));
        assertEquals(
                """
                Cluster: herd (7412345678901234567)  leader n1, epoch 3
                Pause: no failover, no start of a stopped server, no rejoin and no copy until matriarch resume; if the leader is lost, nobody takes writes until an operator names the next one.
                """,
                command.out);
        assertEquals(1, command.run("resume"));
        assertTrue(command.out.contains("Resume: the agents go on: "), command.out);
        assertEquals(List.of(), agent.posts);
    }

    @Test
    void aTrialAsksTheAgentAndChangesNothing() {
        agent.answer("/pause", 200, "the cluster would be paused");
        assertEquals(0, command.run("pause", "--dry-run"), () -> command.err);
        assertTrue(
                command.out.endsWith("the cluster would be paused\nNothing was done: --dry-run.\n"),
                command.out);
        assertTrue(agent.posts.getFirst().endsWith("\"dry_run\":true}"), agent.posts.getFirst());
        agent.answer("/pause?dry-run=true", 404, "the cluster is not paused");
        assertEquals(1, command.run("resume", "--dry-run"));
        assertEquals("matriarch: the cluster is not paused\n", command.err);
        assertEquals("DELETE /pause?dry-run=true", agent.posts.getLast());
        assertEquals(2, agent.posts.size());
    }

    @Test
    void theListSaysIt() {
        agent.answer("/cluster", 200, paused(""));
        assertEquals(0, command.run("list"), () -> command.err);
        assertTrue(
                command.out.contains("Paused since 2026-01-02T03:04:05.678Z by ann: no failover, "),
                command.out);
    }
}
