package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class TopologyCommandTest {

    /** n1 is the agent that answers; the others' agents are not there. */
    @Test
    void aReplicaHangsBelowWhomItStreamsFrom() throws Exception {
        var command = new CommandRun();
        try (var agent = new FakeAgentServer()) {
            agent.answer(
                    "/cluster",
                    200,
                    Samples.CLUSTER
                            .replace("http://127.0.0.1:8008", agent.url())
                            .replace(":8009", ":9")
                            .replace(":8010", ":9"));
            agent.answer("/patroni", 200, "{\"replication\":[{\"application_name\":\"n2\"}]}");
            command.env.put("MATRIARCH_API", agent.url());
            assertEquals(0, command.run("topology"), () -> command.err);
            agent.answer("/patroni", 200, "{\"state\":\"running\"}");
            String tree = command.out;
            assertEquals(0, command.run("topology"), () -> command.err);
            assertEquals(
                    """
                    Cluster: herd (7412345678901234567)  leader n1, epoch 3
                    n1  leader, running
                    `- n2  sync standby, streaming, lag 0 B
                    n3  replica, unreachable, lag 1.5 MB
                    """,
                    tree);
        }
    }

    @Test
    void aCascadeHangsBelowItsStandby() throws Exception {
        try (var herd = new AgentHerd()) {
            herd.at("n1", "/patroni", 200, "{\"replication\":[{\"application_name\":\"n2\"}]}");
            herd.at("n2", "/patroni", 200, "{\"replication\":[{\"application_name\":\"n3\"}]}");
            herd.command.rounds = 2;
            assertEquals(0, herd.command.run("topology", "-W"), () -> herd.command.err);
            String tree =
                    """
                    Cluster: herd (uninitialized)  leader n1, epoch 3
                    n1  leader, running
                    `- n2  replica, streaming
                       `- n3  replica, streaming
                    """;
            assertEquals(tree + tree, herd.command.out);
        }
    }
}
