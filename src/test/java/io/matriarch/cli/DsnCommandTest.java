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
