package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** demote-cluster and promote-cluster, beside an agent that says what a test wants. */
final class ClusterSidesTest {
    private static final String FOLLOWS = "{\"standby-cluster\":{\"host\":\"far:5432\"}}";
    private static final String DEMOTED =
            Samples.CLUSTER.replace(
                    "\"role\":\"leader\",\"state\":\"running\"",
                    "\"role\":\"standby_leader\",\"state\":\"streaming\"");

    private static final String WHOLE =
            "{\"writer\":\"\",\"reader\":\"far:5432\",\"trouble\":\"\",\"received\":\"0/3000060\",\"whole\":true}";

    private static final String OTHER =
            "{\"writer\":\"\",\"reader\":\"far:5432\",\"trouble\":\"%s\"}";

    private final CommandRun command = new CommandRun();
    private final FakeAgentServer agent;

    ClusterSidesTest() throws Exception {
        agent = new FakeAgentServer();
    }

    @BeforeEach
    void answer() {
        agent.answer("/cluster", 200, Samples.CLUSTER);
        agent.answer("/config", 200, "{}");
        command.env.put("MATRIARCH_API", agent.url());
    }

    @AfterEach
    void close() {
        agent.close();
    }

    @Test
    void demotingEndsWhenTheStandbyLeaderStreams() {
        agent.answer("/cluster", 200, DEMOTED.replace("http://127.0.0.1:8008", agent.url()));
        agent.answer("/standby-leader", 200, "{}");
        agent.answer("/other-cluster", 200, WHOLE);
        assertEquals(0, demote(), () -> command.err);
        assertEquals(
                """
                + standby-cluster.host: far:5432
                Demoting this cluster: its leader stops taking writes at once, and nobody takes any until the other cluster is promoted (matriarch promote-cluster, there).
                version 1 is stored; the members follow within a beat
                n1 follows far:5432: the cluster is demoted
                """,
                command.out);
    }

    @Test
    void whoStreamsMayStillLackTheEndOfTheLog() {
        agent.answer("/cluster", 200, DEMOTED.replace("http://127.0.0.1:8008", agent.url()));
        agent.answer("/standby-leader", 200, "{}");
        agent.answer("/other-cluster", 200, WHOLE.replace("true", "false"));
        assertEquals(1, demote());
        String lacks =
                "n1 streams from far:5432, which has not all of its log, but up to 0/3000060\n";
        assertTrue(command.err.endsWith("matriarch list: " + lacks), command.err);
        agent.answer("/other-cluster", 200, OTHER.formatted("far:5432: timed out"));
        assertEquals(1, demote());
        lacks = "which has not all of its log as far as can be seen: far:5432: timed out\n";
        assertTrue(command.err.endsWith(lacks), command.err);
        // It has been promoted meanwhile, as somebody wanted.
        agent.answer("/other-cluster", 200, "{\"writer\":\"far:5432\",\"trouble\":\"\"}");
        assertEquals(0, demote(), () -> command.err);
    }

    @Test
    void demotingSaysWhatItWaitsFor() {
        command.rounds = 3;
        assertEquals(1, demote());
        String waits = "n1 is running: no action: I am n1, the leader, and my lease is valid\n";
        assertTrue(command.out.endsWith("within a beat\nwaiting: " + waits), command.out);
        assertEquals(
                "matriarch: the demotion to far:5432 has not ended yet, and goes on; look with matriarch"
                        + " list: "
                        + waits,
                command.err);
        // What the others know of it is older than what it says itself.
        agent.answer("/cluster", 200, DEMOTED.replace("http://127.0.0.1:8008", agent.url()));
        agent.answer("/standby-leader", 503, "{}");
        assertEquals(1, demote());
        // One that was a standby leader and does not answer now says nothing of what it does.
        agent.answer("/cluster", 200, DEMOTED.replace("\"streaming\",", "\"unreachable\","));
        assertEquals(1, demote());
    }

    @Test
    void aClusterMayFollowAnArchiveAlone() {
        assertEquals(2, command.run("demote-cluster", "--yes"));
        assertEquals(
                "matriarch: whom to follow? give --to HOST:PORT,... or --s3-prefix PREFIX, or both\n",
                command.err);
        agent.answer(
                "/cluster",
                200,
                DEMOTED.replace("\"streaming\",", "\"running\",")
                        .replace("http://127.0.0.1:8008", agent.url()));
        agent.answer("/standby-leader", 200, "{}");
        int exit = command.run("demote-cluster", "--yes", "--s3-prefix", "s3://far/orders");
        assertEquals(0, exit, () -> command.err);
        assertTrue(command.out.startsWith("+ standby-cluster.s3-prefix: s3://far/orders\n"));
        assertTrue(
                command.out.endsWith("n1 follows s3://far/orders: the cluster is demoted\n"),
                command.out);
        agent.answer("/config", 200, "{\"standby-cluster\":{\"s3-prefix\":\"s3://far/orders\"}}");
        assertEquals(1, demote());
        assertEquals(
                "matriarch: this is a standby cluster already: it follows s3://far/orders\n",
                command.err);
    }

    @Test
    void demotingStoresNothingThatIsWrong() {
        assertEquals(
                2, command.run("demote-cluster", "--yes", "--to", "far:5432", "--timeout", "0"));
        assertEquals("matriarch: --timeout 0 is not 1 to 86400 seconds\n", command.err);
        agent.answer("/config", 200, FOLLOWS);
        assertEquals(1, demote());
        assertEquals(
                "matriarch: this is a standby cluster already: it follows far:5432\n", command.err);
    }

    @Test
    void aTrialWaitsForNothing() {
        assertEquals(
                0, command.run("demote-cluster", "--dry-run", "--to", "far:5432"), command.err);
        assertTrue(command.out.endsWith("only looked at: nothing was stored\n"), command.out);
    }

    @Test
    void demotingIsRefusedBeforeAnythingIsAsked() {
        agent.refuse("/config", "no server answers at fra:5432 (fra:5432: unknown host): writes");
        command.interactive = true;
        assertEquals(1, command.run("demote-cluster", "--to", "fra:5432"));
        assertEquals(
                "matriarch: no server answers at fra:5432 (fra:5432: unknown host): writes\n",
                command.err);
        assertEquals(List.of(), command.questions);
        assertEquals(List.of("/config?dry-run=true&force=false"), agent.puts);
    }

    @Test
    void promotingSaysWhatItCostsAndIsRefusedByTheAgent() {
        agent.answer("/config", 200, FOLLOWS);
        agent.answer("/other-cluster", 200, OTHER.formatted("fra:5432: timed out"));
        assertEquals(0, command.run("promote-cluster", "--yes"), () -> command.err);
        assertEquals(
                """
                - standby-cluster.host: far:5432
                Promoting this cluster: its leader takes writes from then on. What it lacks of the other cluster's log by then is lost here.
                version 1 is stored; the members follow within a beat
                """,
                command.out);
        assertEquals(
                "matriarch: not every server of the other cluster answers, and one that does not may be writing: fra:5432: timed out\n",
                command.err);
        agent.refuse("/config", "the other cluster takes writes at far:5432");
        assertEquals(1, command.run("promote-cluster", "--yes"));
        assertTrue(
                command.err.endsWith("matriarch: the other cluster takes writes at far:5432\n"),
                command.err);
        agent.puts.clear();
        assertEquals(1, command.run("promote-cluster", "--yes", "--force"));
        assertEquals(List.of("/config?dry-run=true&force=true"), agent.puts);
        agent.answer("/config", 200, "{}");
        assertEquals(1, command.run("promote-cluster", "--yes"));
        assertEquals("matriarch: this is no standby cluster: it follows nobody\n", command.err);
    }

    private int demote() {
        return command.run("demote-cluster", "--yes", "--to", "far:5432");
    }
}
