package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.api.dto.ClusterDocument;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListCommandTest {
    private static final String WIDE =
            """
            Cluster: herd (7412345678901234567)  leader n1, epoch 3
            MEMBER  HOST            ROLE          STATE                       TL     LAG
            n1      127.0.0.1:5432  Leader        running                      2          no action: I am n1, the leader, and my lease is valid
            n2      127.0.0.1:5433  Sync Standby  streaming, pending restart   2     0 B  no action: I am n2, a replica of n1, 0 B behind
            n3      127.0.0.1:5434  Replica       unreachable                  2  1.5 MB  does not answer: connection refused
            Pending restart: max_connections 100 -> 90 on n2
            """;

    private final CommandRun command = new CommandRun();
    private FakeAgentServer agent;

    @TempDir Path folder = Path.of("");

    ListCommandTest() throws Exception {
        agent = new FakeAgentServer();
    }

    @BeforeEach
    void answer() {
        agent.answer("/cluster", 200, Samples.CLUSTER);
        command.env.put("MATRIARCH_API", agent.url());
    }

    @AfterEach
    void close() {
        agent.close();
    }

    @Test
    void tableForAFileIsNeitherWrappedNorPainted() {
        assertEquals(0, command.run("list"), () -> command.err);
        assertEquals(WIDE, command.out);
        assertEquals("", command.err);
    }

    @Test
    void troubleWithTheRoutesIsSaidBelow() {
        for (String[] routes :
                new String[][] {
                    {"\"state\":\"in place\"", ""},
                    {
                        "\"state\":\"failing\",\"trouble\":\"throttled by Route53\"",
                        "Routes: throttled by Route53\n"
                    }
                }) {
            agent.answer(
                    "/cluster",
                    200,
                    Samples.CLUSTER.replace(
                            "\"a_field_of_the_future\":true", "\"routes\":{" + routes[0] + "}"));
            assertEquals(0, command.run("list"), () -> command.err);
            assertEquals(WIDE + routes[1], command.out);
        }
    }

    @Test
    void sentenceIsWrappedInItsColumn() {
        command.width = java.util.Optional.of(125);
        assertEquals(0, command.run("list", "--api", agent.url() + "/"));
        assertTrue(
                command.out.contains(
                        """
                        n1      127.0.0.1:5432  Leader        running                      2          no action: I am n1, the leader, and my lease is
                                                                                                      valid
                        """),
                command.out);
    }

    @Test
    void sentenceGoesBelowOnANarrowTerminal() {
        command.width = java.util.Optional.of(80);
        command.run("list");
        assertTrue(
                command.out.contains(
                        """
                        n1      127.0.0.1:5432  Leader        running                      2
                            no action: I am n1, the leader, and my lease is valid
                        """),
                command.out);
        assertTrue(command.out.lines().allMatch(l -> l.length() <= 80), command.out);
    }

    @Test
    void coloursOnlyOnATerminalThatWantsThem() {
        command.interactive = true;
        command.run("list");
        assertTrue(command.out.contains("\u001b[31munreachable"), command.out);
        assertEquals(
                WIDE, command.out.replaceAll("\u001b\\[[0-9;]*m", "").replaceAll(" +\n", "\n"));
        command.env.put("NO_COLOR", "1");
        command.run("list");
        assertEquals(WIDE, command.out);
    }

    @Test
    void tsv() {
        assertEquals(0, command.run("list", "-o", "tsv"));
        assertEquals(
                """
                Cluster\tMember\tHost\tPort\tRole\tState\tTL\tReceive LSN\tReceive Lag\tReplay LSN\tReplay Lag\tLag\tPending restart\tPending restart reason\tScheduled restart\tTags\tSentence
                herd\tn1\t127.0.0.1\t5432\tLeader\trunning\t2\t\t\t\t\t\t\t\t\t\tno action: I am n1, the leader, and my lease is valid
                herd\tn2\t127.0.0.1\t5433\tSync Standby\tstreaming\t2\t0/5000000\t0\t0/5000000\t0\t0\t*\tmax_connections 100 -> 90\t\t\tno action: I am n2, a replica of n1, 0 B behind
                herd\tn3\t127.0.0.1\t5434\tReplica\tunreachable\t2\tunknown\tunknown\tunknown\tunknown\t1572864\t\t\t\t\tdoes not answer: connection refused
                """,
                command.out);
    }

    @Test
    void extendedHasPositionsAndTags() {
        agent.answer(
                "/cluster",
                200,
                Samples.CLUSTER.replace(
                        "\"pending_restart\":true",
                        "\"tags\":{\"nosync\":\"true\",\"zone\":\"a\"},\"pending_restart\":true"));
        assertEquals(0, command.run("list", "-e"), () -> command.err);
        assertTrue(
                command.out.contains(
                        """
                        MEMBER  HOST            ROLE          STATE                       TL  RECEIVE LSN      LAG  REPLAY LSN      LAG  TAGS
                        n1      127.0.0.1:5432  Leader        running                      2                                                             no action: I am n1, the leader, and my lease is valid
                        n2      127.0.0.1:5433  Sync Standby  streaming, pending restart   2    0/5000000      0 B   0/5000000      0 B  nosync, zone=a  no action: I am n2, a replica of n1, 0 B behind
                        """),
                command.out);
    }

    @Test
    void jsonIsTheDocumentOfTheAgent() throws Exception {
        assertEquals(0, command.run("list", "-o", "json"));
        var said = Documents.JSON.readTree(Samples.CLUSTER);
        ((com.fasterxml.jackson.databind.node.ObjectNode) said).remove("a_field_of_the_future");
        assertEquals(said, Documents.JSON.readTree(command.out));
        assertEquals(
                3, Documents.JSON.readValue(command.out, ClusterDocument.class).members().size());
    }

    @Test
    void yaml() {
        assertEquals(0, command.run("list", "--output", "yaml"));
        assertTrue(
                command.out.startsWith(
                        """
                        scope: herd
                        database_system_identifier: "7412345678901234567"
                        lease:
                          holder: n1
                          epoch: 3
                          timeline: 2
                          released: false
                        members:
                        - name: n1
                          role: leader
                        """),
                command.out);
    }

    @Test
    void watchShowsItAgainAndOutlivesAnAgent() {
        command.rounds = 2;
        command.interactive = true;
        command.env.put("NO_COLOR", "1");
        assertEquals(0, command.run("list", "-w"));
        assertEquals(3, command.out.split("\u001b\\[H\u001b\\[2J", -1).length);
        agent.close();
        command.rounds = 3;
        command.interactive = false;
        assertEquals(0, command.run("list", "--watch", "0.5"));
        assertEquals(3, command.out.lines().filter(l -> l.contains("no agent answers")).count());
        assertEquals(2, command.run("list", "--watch", "0"));
        assertEquals(2, command.run("list", "--watch", "soon"));
    }

    @Test
    void storeAnswersForAnAgentThatDoesNot() throws Exception {
        Path config = config();
        command.env.remove("MATRIARCH_API");
        command.stores = (_, _) -> Samples.store();
        assertEquals(0, command.run("list", "--config", config.toString()), () -> command.err);
        assertEquals(
                """
                Cluster: herd (uninitialized)  no leader, n1 gave up epoch 7
                MEMBER  HOST      ROLE     STATE    TL  LAG
                n1      10.0.0.1  Replica  stopped   2  0 B  I stopped
                """,
                command.out);
        assertTrue(
                command.err.matches(
                        "matriarch: no agent answers at http://127\\.0\\.0\\.1:\\d+: connection"
                                + " refused; this is what DynamoDB table herds holds\n"),
                command.err);
        assertEquals(1, command.run("history", "--config", config.toString()));
        assertTrue(command.err.endsWith("nor can DynamoDB table herds be read: access denied\n"));
    }

    /** Its agent is one that nobody started. */
    private Path config() throws Exception {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        return Files.writeString(
                folder.resolve("matriarch.yaml"),
                "cluster: herd\napi.listen: 0.0.0.0:%d\nstore.region: eu-west-1\n".formatted(port));
    }

    @Test
    void errorsAreOneLine() throws Exception {
        agent.answer("/cluster", 200, "<html>");
        assertEquals(1, command.run("list"));
        assertOneLine("answered /cluster with something else: is that an agent?");
        agent.answer("/cluster", 200, "{}");
        assertEquals(1, command.run("list"));
        assertOneLine("answered /cluster with something else: is that an agent?");
        agent.answer("/cluster", 500, "");
        assertEquals(1, command.run("list"));
        assertOneLine("answered 500 to /cluster: is that an agent?");
        agent.close();
        assertEquals(1, command.run("list"));
        assertOneLine("connection refused");
        assertEquals(2, command.run("list", "--api", "nowhere"));
        assertOneLine("--api \"nowhere\" is no URL such as http://10.0.0.7:8008");
        assertEquals(2, command.run("list", "-o", "xml"));
        assertOneLine("see matriarch list --help");
        assertEquals(2, command.run("list", "--frobnicate"));
        assertOneLine("Unknown option: '--frobnicate'; see matriarch list --help");
        command.env.remove("MATRIARCH_API");
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "clutser: herd\n");
        assertEquals(2, command.run("list", "--config", wrong.toString()));
        assertTrue(command.err.contains("clutser"), command.err);
        assertEquals(2, command.run("list", "--config", folder.resolve("none").toString()));
        assertTrue(command.err.contains("none"), command.err);
    }

    private void assertOneLine(String end) {
        assertEquals("", command.out);
        assertEquals(1, command.err.lines().count(), command.err);
        assertTrue(command.err.startsWith("matriarch: "), command.err);
        assertTrue(command.err.endsWith(end + "\n"), command.err);
        assertFalse(command.err.contains("Exception"), command.err);
    }
}
