package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChangeCommandsTest {
    private final CommandRun command = new CommandRun();
    private final FakeAgentServer agent;

    @TempDir Path folder = Path.of("");

    ChangeCommandsTest() throws Exception {
        agent = new FakeAgentServer();
    }

    @BeforeEach
    void answer() {
        agent.answer("/cluster", 200, Samples.CLUSTER);
        agent.answer("/switchover", 200, "Successfully switched over to \"n2\"");
        agent.answer("/failover", 200, "Successfully failed over to \"n3\"");
        command.env.put("MATRIARCH_API", agent.url());
    }

    @AfterEach
    void close() {
        agent.close();
    }

    @Test
    void switchoverSaysWhatItDoes() {
        assertEquals(0, command.run("switchover", "--yes"), () -> command.err);
        assertEquals(
                """
                Cluster: herd (7412345678901234567)  leader n1, epoch 3
                Switchover: n1 stops taking writes, and hands over to the best of n2, n3.
                Successfully switched over to "n2"
                """,
                command.out);
        assertEquals(List.of("/switchover - {\"leader\":\"n1\"}"), agent.posts);
    }

    @Test
    void askedOnATerminal() {
        command.interactive = true;
        command.reply = Optional.of("n");
        assertEquals(1, command.run("switchover", "--candidate", "n2"));
        assertEquals("matriarch: nothing was changed\n", command.err);
        command.reply = Optional.empty();
        assertEquals(1, command.run("switchover"));
        assertEquals(List.of(), agent.posts);
        command.reply = Optional.of(" Yes");
        assertEquals(0, command.run("switchover", "--leader", "n1", "--candidate", "n2"));
        assertEquals(3, command.questions.size());
        assertEquals(
                List.of("/switchover - {\"leader\":\"n1\",\"candidate\":\"n2\"}"), agent.posts);
    }

    @Test
    void withoutATerminalSomebodyMustHaveSaidYes() {
        assertEquals(2, command.run("failover", "--candidate", "n3"));
        assertEquals("matriarch: there is no terminal to ask on: give --yes\n", command.err);
        assertEquals(List.of(), agent.posts);
    }

    @Test
    void failoverBringsTheToken() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "open-sesame\n");
        assertEquals(
                0,
                command.run(
                        "failover", "--candidate", "n3", "--yes", "--token-file", file.toString()));
        assertEquals(
                0,
                command.run(
                        "failover",
                        "--candidate",
                        "n3",
                        "--force",
                        "--yes",
                        "--token-file",
                        file.toString()));
        assertEquals(
                List.of(
                        "/failover Bearer open-sesame {\"candidate\":\"n3\"}",
                        "/failover Bearer open-sesame {\"candidate\":\"n3\",\"force\":true}"),
                agent.posts);
    }

    @Test
    void tokenOfTheConfiguration() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "from-config\n");
        Path config =
                Files.writeString(
                        folder.resolve("m.yaml"),
                        "cluster: herd\nstore.region: eu-west-1\napi:\n  listen: %s\n  token-file: %s\n"
                                .formatted(agent.url().replace("http://", ""), file));
        command.env.clear();
        command.env.put("MATRIARCH_CONFIG", config.toString());
        assertEquals(0, command.run("switchover", "--yes"), () -> command.err);
        assertEquals(List.of("/switchover Bearer from-config {\"leader\":\"n1\"}"), agent.posts);
    }

    @Test
    void refusalIsTheAgentsOwnLine() {
        agent.answer("/switchover", 412, "leader name does not match: n2 leads");
        assertEquals(1, command.run("switchover", "--yes"));
        assertEquals("matriarch: leader name does not match: n2 leads\n", command.err);
        agent.answer("/switchover", 401, "this call needs the cluster's token");
        assertEquals(1, command.run("switchover", "--yes"));
        assertEquals("matriarch: this call needs the cluster's token\n", command.err);
    }

    @Test
    void usage() {
        assertEquals(2, command.run("failover", "--yes"));
        assertTrue(command.err.contains("--candidate"), command.err);
        assertEquals(1, command.run("failover", "--candidate=n3", "--token-file=/nonexistent"));
        assertEquals(2, command.run());
        assertEquals("matriarch: which command?; see matriarch --help\n", command.err);
        assertEquals(2, command.run("lsit"));
        assertEquals(1, command.err.lines().count(), command.err);
        assertEquals(2, command.run("run"));
    }

    @Test
    void help() {
        assertEquals(0, command.run("--help"));
        for (String name : List.of("run", "list", "switchover", "failover", "history", "version")) {
            assertTrue(
                    command.out.lines().anyMatch(l -> l.strip().startsWith(name + " ")),
                    command.out);
        }
        assertEquals(0, command.run("run", "--help"));
        assertTrue(command.out.contains("--config"), command.out);
        assertEquals(0, command.run("version"));
        assertTrue(command.out.matches("matriarch \\d+\\.\\d+\\.\\d+\n"), command.out);
    }

    @Test
    void history() {
        agent.answer("/history", 200, Samples.HISTORY);
        assertEquals(0, command.run("history"), () -> command.err);
        assertEquals(
                """
                TL        LSN  WHEN                  NEW LEADER  REASON
                 1  0/3000060  2026-01-02T03:04:05Z  n1          n2 was lost
                """,
                command.out);
        assertEquals(0, command.run("history", "-o", "tsv"));
        assertEquals(
                "TL\tLSN\tReason\tWhen\tNew Leader\n"
                        + "1\t0/3000060\tn2 was lost\t2026-01-02T03:04:05Z\tn1\n",
                command.out);
        assertEquals(0, command.run("history", "-o", "json"));
        assertEquals(
                Samples.HISTORY,
                command.out.replaceAll("(?<=[\\[,\\]])\\s+|\\s+(?=[\\[\\]])", "").strip());
        agent.answer("/history", 200, "[]");
        assertEquals(0, command.run("history"));
        assertEquals("No timeline has ended yet.\n", command.out);
    }
}
