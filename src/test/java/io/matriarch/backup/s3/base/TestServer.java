package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server on loopback that asks for no password. */
final class TestServer implements AutoCloseable {

    final Path data;
    final int port;
    private final Path log;
    private final Process process;

    private TestServer(Path data, int port, Path log, Process process) {
        this.data = data;
        this.port = port;
        this.log = log;
        this.process = process;
    }

    static Path initdb(Path data) throws IOException, InterruptedException {
        run(
                "initdb",
                "--pgdata=" + data,
                "--username=postgres",
                "--auth=trust",
                "--data-checksums",
                "--no-sync",
                "--locale=C.UTF-8");
        return data;
    }

    /** Starts what is in {@code data} with nothing but these settings. */
    static TestServer start(Path data, String... settings)
            throws IOException, InterruptedException {
        int port = freePort();
        // Not in a folder of its own under /tmp: that would stay.
        Path socket = Files.createDirectories(data.resolveSibling("socket"));
        Files.writeString(
                data.resolve("pg_hba.conf"),
                "host all all 127.0.0.1/32 trust\nhost replication all 127.0.0.1/32 trust\n");
        Files.writeString(data.resolve("pg_ident.conf"), "");
        Files.writeString(data.resolve("postgresql.auto.conf"), "");
        var conf = new ArrayList<String>();
        conf.add("listen_addresses = '127.0.0.1'");
        conf.add("port = " + port);
        conf.add("unix_socket_directories = '" + socket + "'");
        conf.add("fsync = off");
        conf.addAll(List.of(settings));
        Files.write(data.resolve("postgresql.conf"), conf);
        Path log = data.resolveSibling(data.getFileName() + ".log");
        Process process =
                new ProcessBuilder(
                                TestPostgres.BIN.resolve("postgres").toString(),
                                "-D",
                                data.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new TestServer(data, port, log, process);
    }

    /** Waits until recovery has ended, and the server takes writes. */
    TestServer awaitWritable() throws InterruptedException, IOException {
        for (int i = 0; i < 1200; i++) {
            assertTrue(process.isAlive(), () -> "the server has ended: " + log());
            try {
                if (ask("postgres", "SELECT NOT pg_is_in_recovery()").equals("t")) {
                    return this;
                }
            } catch (SQLException _) {
                // Not yet.
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the server is not ready: " + log());
    }

    String ask(String database, String query) throws SQLException {
        try (Connection connection = connect(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    void sql(String... statements) throws SQLException {
        try (Connection connection = connect("postgres");
                var run = connection.createStatement()) {
            for (String statement : statements) {
                run.execute(statement);
            }
        }
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres&connectTimeout=5"
                        .formatted(port, database));
    }

    String conninfo() {
        return "host=127.0.0.1 port=%d user=postgres dbname=postgres".formatted(port);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws InterruptedException, IOException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** Not every build of PostgreSQL has the program. */
    static void verify(String... arguments) throws IOException, InterruptedException {
        if (Files.isExecutable(TestPostgres.BIN.resolve("pg_verifybackup"))) {
            run("pg_verifybackup", arguments);
        }
    }

    static void run(String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(TestPostgres.BIN.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(program, ".out");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            assertEquals(0, process.waitFor(), () -> said(out));
        } finally {
            Files.deleteIfExists(out);
        }
    }

    private static String said(Path out) {
        try {
            return Files.readString(out);
        } catch (IOException e) {
            return e.toString();
        }
    }

    static void append(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
