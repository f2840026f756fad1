package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DsnCommandTest {

    private final CommandRun command = new CommandRun();
    private final FakeAgentServer agent = new FakeAgentServer();

    @TempDir Path folder = Path.of("");

    DsnCommandTest() throws Exception {}

    @BeforeEach
    void answer() {
        agent.answer("/cluster", 200, Samples.CLUSTER);
        command.env.put("MATRIARCH_API", agent.url());
    }

    @AfterEach
    void close() {
        agent.close();
    }

    private String printed(String... args) {
        assertEquals(0, command.run(args), () -> command.err);
        return command.out.strip();
    }

    @Test
    void namesTheLeaderFirstAndAllOthers() {
        assertEquals(
                "postgresql://127.0.0.1:5432,127.0.0.1:5433,127.0.0.1:5434/postgres"
                        + "?target_session_attrs=read-write&connect_timeout=3",
                printed("dsn"));
        assertEquals(
                "jdbc:postgresql://127.0.0.1:5432,127.0.0.1:5433,127.0.0.1:5434/shop%20a"
                        + "?user=ann%40x&targetServerType=primary&hostRecheckSeconds=2"
                        + "&connectTimeout=3",
                printed("dsn", "-o", "jdbc", "--database", "shop a", "--user", "ann@x"));
    }

    @Test
    void forReadingTheLeaderComesLast() {
        assertEquals(
                "postgresql://ann@127.0.0.1:5433,127.0.0.1:5434,127.0.0.1:5432/postgres"
                        + "?target_session_attrs=prefer-standby&connect_timeout=3",
                printed("dsn", "--replica", "--user", "ann"));
        assertEquals(
                "jdbc:postgresql://127.0.0.1:5433,127.0.0.1:5434,127.0.0.1:5432/postgres"
                        + "?targetServerType=preferSecondary&loadBalanceHosts=true"
                        + "&hostRecheckSeconds=2&connectTimeout=3",
                printed("dsn", "--replica", "-o", "JDBC"));
    }

    @Test
    void theClustersOwnNameOutlivesItsMembers() throws Exception {
        Path file = folder.resolve("matriarch.yaml");
        Files.writeString(file, "cluster: herd\nrouting.zone: db.internal.\n");
        assertEquals(
                "postgresql://primary.herd.db.internal:5432,127.0.0.1:5432,127.0.0.1:5433,"
                        + "127.0.0.1:5434/postgres?target_session_attrs=read-write"
                        + "&connect_timeout=3",
                printed("dsn", "--config", file.toString()));
    }

    /**
     * As Terraform writes the file: from an id no command can tell the name, and the leader can.
     */
    @Test
    void theLeaderKnowsTheNameOfAZoneThatIsGivenByItsId() throws Exception {
        agent.answer(
                "/cluster",
                200,
                withRoutes("\"domain\":\"herd.db.internal\",\"state\":\"in place\""));
        Path file = folder.resolve("matriarch.yaml");
        Files.writeString(file, "cluster: herd\nrouting.zone: Z0123456789ABCDEFGHIJ\n");
        assertEquals(
                "postgresql://primary.herd.db.internal:5432,n1.herd.db.internal:5432,"
                        + "n2.herd.db.internal:5433,n3.herd.db.internal:5434/postgres"
                        + "?target_session_attrs=read-write&connect_timeout=3",
                printed("dsn", "--config", file.toString()));
        assertEquals(
                "jdbc:postgresql://replica.herd.db.internal:5432,n2.herd.db.internal:5433,"
                        + "n3.herd.db.internal:5434,n1.herd.db.internal:5432/postgres"
                        + "?targetServerType=preferSecondary&loadBalanceHosts=true"
                        + "&hostRecheckSeconds=2&connectTimeout=3",
                printed("dsn", "--replica", "-o", "jdbc"));
    }

    @Test
    void oneMemberOrOneRoleAlone() {
        assertEquals(
                "postgresql://127.0.0.1:5433/postgres?target_session_attrs=any&connect_timeout=3",
                printed("dsn", "--member", "n2"));
        assertEquals(
                "postgresql://127.0.0.1:5432/postgres?target_session_attrs=read-write"
                        + "&connect_timeout=3",
                printed("dsn", "--role", "leader"));
        assertEquals(
                "postgresql://127.0.0.1:5433,127.0.0.1:5434/postgres?target_session_attrs=standby"
                        + "&connect_timeout=3",
                printed("dsn", "-r", "replica"));
        assertEquals(
                "postgresql://127.0.0.1:5433,127.0.0.1:5434,127.0.0.1:5432/postgres"
                        + "?target_session_attrs=any&connect_timeout=3",
                printed("dsn", "-r", "any"));
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertEquals(2, command.run("dsn", "--member", "n9"));
        assertEquals("matriarch: there is no member n9; there are n1, n2, n3", command.err.strip());
        assertEquals(2, command.run("dsn", "--member", "n2", "--role", "replica"));
        assertEquals(
                "matriarch: --replica, --role and --member: one of them is right",
                command.err.strip());
        agent.answer(
                "/cluster",
                200,
                Samples.CLUSTER.replace("\"released\":false", "\"released\":true"));
        assertEquals(1, command.run("dsn", "--role", "primary"));
        assertEquals("matriarch: cluster herd has no primary at this moment", command.err.strip());
        assertEquals("", command.out);
    }

    private static String withRoutes(String routes) {
        return Samples.CLUSTER.replace(
                "\"a_field_of_the_future\":true", "\"routes\":{" + routes + "}");
    }

    @Test
    void theTokenIsRotatedByItself() {
        assertEquals(2, command.run("passwords", "rotate", "--only", "token"));
        assertEquals(true, command.err.contains("give --yes"), command.err);
        assertEquals(2, command.run("passwords", "rotate", "--only", "tokens"));
        assertEquals(true, command.err.contains("tokens"), command.err);
    }

    @Test
    void wrongNotationIsRefused() {
        assertEquals(2, command.run("dsn", "-o", "odbc"));
        assertEquals("", command.out);
    }

    @Test
    void passwordsThatAreFilesAreNotRotatedHere() {
        assertEquals(2, command.run("passwords", "rotate"));
        assertEquals(true, command.err.contains("give --yes"), command.err);
        assertEquals(2, command.run("passwords"));
        assertEquals(true, command.err.contains("which command? rotate"), command.err);
    }
}
