package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real primary with a real standby that nobody manages, read and written down, or refused. */
@Tag(TestPostgres.TAG)
final class AdoptServerTest {

    private static final String PASSWORD = "s:e\\c'ret";

    @TempDir static Path folder;
    private static Path primary;
    private static Path standby;
    private static int port;
    private static int standbyPort;

    @TempDir Path out;
    private final CommandRun command = new CommandRun();

    AdoptServerTest() {
        command.env.put("PGPASSWORD", PASSWORD);
        command.stores = new ByDriver();
    }

    @BeforeAll
    static void begin() throws Exception {
        port = freePort();
        standbyPort = freePort();
        primary = folder.resolve("n1");
        standby = folder.resolve("n2");
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        run(
                "initdb",
                "-D",
                primary,
                "-U",
                "postgres",
                "--pwfile=" + password,
                "-A",
                "scram-sha-256");
        append(
                primary.resolve("postgresql.conf"),
                """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                cluster_name = '15/shop'
                work_mem = 5MB
                plpgsql.variable_conflict = use_column
                archive_mode = on
                archive_command = 'true'
                synchronous_standby_names = 'ANY 1 (*)'
                """
                        .formatted(port));
        append(
                primary.resolve("pg_hba.conf"),
                "local all all peer map=staff\nhost all all 10.0.0.0/8 ident map=nobody\n");
        append(primary.resolve("pg_ident.conf"), "staff ann app\n");
        start(primary);
        sql("ALTER SYSTEM SET log_min_duration_statement = '3s'");
        sql("SELECT pg_reload_conf()");
        sql("SELECT pg_create_physical_replication_slot('n2_reads', true)");
        sql("SELECT pg_create_physical_replication_slot('left_over', true)");
        run(
                "pg_basebackup",
                "-D",
                standby,
                "-R",
                "-S",
                "n2_reads",
                "-d",
                "host=127.0.0.1 port=" + port + " user=postgres");
        append(standby.resolve("postgresql.conf"), "port = " + standbyPort + "\n");
        start(standby);
        for (int i = 0;
                i < 300 && !ask("SELECT state FROM pg_stat_replication").equals("streaming");
                i++) {
            Thread.sleep(50);
        }
    }

    @AfterAll
    static void end() throws Exception {
        for (Path dir : List.of(standby, primary)) {
            run("pg_ctl", "-D", dir, "-m", "immediate", "-w", "stop");
        }
    }

    @Test
    void checkSaysWhatIsThereAndWritesNothing() throws Exception {
        assertEquals(0, adopt("--check", "--standby", "127.0.0.1:" + standbyPort), command.err);
        for (String line :
                new String[] {
                    "note: n1 is the primary at 127.0.0.1:" + port,
                    "note: n2 is the standby at 127.0.0.1:"
                            + standbyPort
                            + ": it goes on without a copy",
                    "note: what ALTER SYSTEM has set goes into the first document",
                    "note: archive_command stays as it is",
                    "note: synchronous_standby_names becomes replication.mode",
                    "note: the slot n2_reads is its standby's",
                    "left out: listen_addresses: Matriarch sets it itself",
                    "left out: postgres.hba: \"host all all 10.0.0.0/8 ident map=nobody\" goes by the"
                            + " map nobody",
                    "left out: slots.left_over: nobody reads from it now",
                    "nothing hinders: shop has 2 members"
                }) {
            assertTrue(command.out.contains(line), line + " is not in\n" + command.out);
        }
        try (var files = Files.list(out)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void eachMemberGetsAFile() throws Exception {
        assertEquals(0, adopt("--standby", "127.0.0.1:" + standbyPort), command.err);
        String file = Files.readString(out.resolve("n2.yaml"));
        for (String line :
                new String[] {
                    "cluster: shop",
                    "name: n2",
                    "data-dir: " + standby,
                    "advertise: 127.0.0.1:" + standbyPort,
                    "mode: quorum",
                    "sync-count: \"1\"",
                    "work_mem: 5MB",
                    "log_min_duration_statement: 3s",
                    "plpgsql.variable_conflict: use_column",
                    "archive_command: \"true\"",
                    "- local all all peer map=staff",
                    "- staff ann app"
                }) {
            assertTrue(file.contains(line), line + " is not in\n" + file);
        }
        assertFalse(file.contains("listen_addresses"), file);
        assertTrue(Files.readString(out.resolve("n1.yaml")).contains("data-dir: " + primary));
    }

    /** The server itself is found by what it wrote into its directory. */
    @Test
    void theDataDirectoryNamesItsServer() {
        assertEquals(
                0, command.run("adopt", "--check", "--data-dir", primary.toString()), command.err);
        // Its standby is on another port of the same machine: nobody answers as one on its own.
        assertTrue(
                command.out.contains("note: no standby of it answers at 127.0.0.1:" + port),
                command.out);
        assertTrue(command.out.contains("shop has 1 members"), command.out);
        assertEquals(1, command.run("adopt", "--check", "--data-dir", folder.toString()));
        assertTrue(command.err.contains("no PostgreSQL runs in " + folder), command.err);
    }

    @Test
    void whatHindersIsSaidAndNothingWritten() throws Exception {
        assertEquals(1, adopt("--standby", "127.0.0.1:" + port));
        assertTrue(command.out.contains("hinders: no standby of it answers"), command.out);
        ServerFacts facts = facts();
        assertEquals(List.of(), ServerCheck.hindrances(facts));
        ((ObjectNode) facts.facts().path("postgres")).put("scram", false);
        ((ObjectNode) facts.facts()).putArray("managers").add("repmgrd");
        ((ObjectNode) facts.facts()).put("version", 130_004).put("patroni", true);
        var hindrances = String.join("\n", ServerCheck.hindrances(facts));
        for (String line :
                new String[] {
                    "it is PostgreSQL 13: 14 to 18 are supported",
                    "the role postgres needs a password that is stored as scram",
                    "Patroni keeps it",
                    "repmgrd is connected"
                }) {
            assertTrue(hindrances.contains(line), hindrances);
        }
        try (var files = Files.list(out)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aStandbyIsNoPrimaryAndARoleWithoutRightsReadsNothing() throws Exception {
        assertEquals(1, command.run("adopt", "--check", "--dsn", dsn(standbyPort, "postgres")));
        assertTrue(command.err.contains("is a standby: name its primary"), command.err);
        sql("CREATE ROLE app LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'");
        assertEquals(1, command.run("adopt", "--check", "--dsn", dsn(port, "app")));
        assertTrue(command.err.contains("app is no superuser at 127.0.0.1:" + port), command.err);
    }

    @Test
    void wrongWordsAreNamed() {
        assertEquals(2, command.run("adopt", "--check"));
        assertTrue(command.err.contains("--patroni URL, --dsn DSN or --data-dir DIR"), command.err);
        for (var wrong :
                Map.of(
                                "host=a password=b", "$PGPASSWORD or ~/.pgpass",
                                "10.0.0.7", "is none: 'host=10.0.0.7",
                                "host=/run", "no socket's folder",
                                "host=a port=x", "\"x\" is no port",
                                "sslmode=require", "takes no sslmode")
                        .entrySet()) {
            assertEquals(2, command.run("adopt", "--check", "--dsn", wrong.getKey()));
            assertTrue(command.err.contains(wrong.getValue()), command.err);
        }
        assertEquals(2, adopt("--check", "--standby", "n2"));
        assertTrue(command.err.contains("--standby \"n2\" is no HOST:PORT"), command.err);
    }

    private int adopt(String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of("adopt", "--dsn", dsn(port, "postgres"), "--out", out.toString()));
        all.addAll(List.of(more));
        return command.run(all.toArray(String[]::new));
    }

    private static String dsn(int port, String user) {
        return "host=127.0.0.1 port=%d user='%s' dbname=postgres".formatted(port, user);
    }

    private ServerFacts facts() throws Exception {
        var question =
                new Question(
                        "127.0.0.1",
                        port,
                        "postgres",
                        "postgres",
                        Optional.of(PASSWORD),
                        ServerFacts.SQL);
        String said = command.stores.query(question).rows().getFirst().getFirst();
        return new ServerFacts(Dsn.of(dsn(port, "postgres")), Documents.JSON.readTree(said));
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = open(port, "postgres", PASSWORD);
                var run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private static String ask(String query) throws SQLException {
        try (Connection connection = open(port, "postgres", PASSWORD);
                var run = connection.createStatement();
                var row = run.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    private static Connection open(int port, String user, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable".formatted(port),
                user,
                password);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private static void start(Path dir) throws Exception {
        run("pg_ctl", "-D", dir, "-l", dir + ".log", "-w", "start");
    }

    private static void run(String program, Object... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(TestPostgres.BIN.resolve(program).toString()));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", PASSWORD);
        Path said = folder.resolve(program + ".said");
        Process process = builder.redirectOutput(said.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), program);
        assertEquals(0, process.exitValue(), () -> program + " failed, see " + said);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** As the program itself asks a server. */
    private static final class ByDriver implements StoreReaderFactory {

        @Override
        public StoreReader open(Optional<Path> config, Map<String, String> env) {
            throw new IllegalArgumentException("the test has no store");
        }

        @Override
        public QueryAnswer query(Question q) throws IOException {
            try (Connection connection =
                            AdoptServerTest.open(q.port(), q.user(), q.password().orElse(""));
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(q.sql())) {
                rows.next();
                return new QueryAnswer(List.of("json"), List.of(List.of(rows.getString(1))), 0);
            } catch (SQLException e) {
                throw new IOException(
                        String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
            }
        }
    }
}
