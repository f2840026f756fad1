package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    private static final String OTHER =
            "{\"writer\":\"%s\",\"reader\":\"%s\",\"trouble\":\"%s\",\"asked\":%d}";

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
        assertEquals(0, demote(), () -> command.err);
        assertEquals(
                """
                + standby-cluster.host: far:5432
                version 1 is stored; the members follow within a beat
                n1 follows far:5432: the cluster is demoted
                """,
                command.out);
    }

    @Test
    void demotingSaysWhatItWaitsFor() {
        command.rounds = 3;
        assertEquals(1, demote());
        String waits = "n1 is running: no action: I am n1, the leader, and my lease is valid\n";
        assertTrue(command.out.endsWith("within a beat\nwaiting: " + waits), command.out);
        assertEquals(
                "matriarch: it does not follow far:5432 yet, and goes on trying; look with matriarch"
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
    void promotingIsRefusedBesideOneThatWritesOrMay() {
        agent.answer("/config", 200, FOLLOWS);
        other("far:5432", "", "");
        assertEquals(1, command.run("promote-cluster", "--yes"));
        assertEquals(
                "matriarch: the other cluster takes writes at far:5432: demote it first (matriarch"
                        + " demote-cluster --to), or two would write\n",
                command.err);
        other("", "", "far:5432: connection refused");
        assertEquals(1, command.run("promote-cluster", "--yes"));
        assertEquals(
                "matriarch: no server of the other cluster answers (far:5432: connection refused): it"
                        + " may be writing all the same; make sure that it is off, then --force\n",
                command.err);
        assertEquals(0, command.run("promote-cluster", "--yes", "--force"), () -> command.err);
        other("", "far:5432", "");
        assertEquals(0, command.run("promote-cluster", "--yes"), () -> command.err);
        assertTrue(command.out.startsWith("- standby-cluster.host: far:5432\n"), command.out);
    }

    @Test
    void promotingWaitsForWhatIsSeenFromNowOn() {
        agent.answer("/config", 200, FOLLOWS);
        agent.answer("/other-cluster", 200, OTHER.formatted("", "far:5432", "", 7));
        command.rounds = 3;
        assertEquals(1, command.run("promote-cluster", "--yes"));
        assertEquals(
                "matriarch: %s has not asked the other cluster anew; --force promotes all the same\n"
                        .formatted(agent.url()),
                command.err);
    }

    private void other(String writer, String reader, String trouble) {
        agent.answer("/other-cluster", 200, OTHER.formatted("before:5432", "", "", 7));
        command.rounds = 9;
        command.meanwhile =
                () ->
                        agent.answer(
                                "/other-cluster", 200, OTHER.formatted(writer, reader, trouble, 9));
    }

    private int demote() {
        return command.run("demote-cluster", "--yes", "--to", "far:5432");
    }
}
