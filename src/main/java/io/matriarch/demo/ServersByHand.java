package io.matriarch.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A primary and its standbys as somebody builds them who has no agents. */
final class ServersByHand implements AutoCloseable {

    private static final long STREAMING_SECONDS = 30;

    private final Path dir;
    private final ServerSettings settings;
    private final List<Path> started = new ArrayList<>();
    private Door primary;

    private ServersByHand(Path dir, ServerSettings settings, Door primary) {
        this.dir = dir;
        this.settings = settings;
        this.primary = primary;
    }

    /** As many as a herd of {@code count} nodes has, under its names; the first one leads. */
    static ServersByHand start(Path dir, ServerSettings settings, int count)
            throws IOException, InterruptedException, Failed, SQLException {
        Files.createDirectory(dir);
        List<Integer> ports = Ports.free(count);
        var all =
                new ServersByHand(
                        dir,
                        settings,
                        new Door("by hand", ports.getFirst(), settings.passwordFile()));
        try {
            all.initialize(ports.getFirst());
            for (int i = 2; i <= count; i++) {
                all.clone("s" + i, ports.getFirst(), ports.get(i - 1));
            }
            all.awaitStreaming(count - 1);
            all.applySettings(count);
            return all;
        } catch (IOException | InterruptedException | Failed | SQLException e) {
            all.close();
            throw e;
        }
    }

    Door primary() {
        return primary;
    }

    private void initialize(int port) throws IOException, InterruptedException, Failed {
        Path data = dir.resolve("s1");
        run(
                "initdb",
                "-k",
                "-U",
                "postgres",
                "--pwfile=" + settings.passwordFile(),
                "--auth=scram-sha-256",
                "-D",
                data.toString());
        Files.writeString(
                data.resolve("pg_hba.conf"),
                "host replication postgres 127.0.0.1/32 trust\n"
                        + "host all all 127.0.0.1/32 scram-sha-256\n");
        startServer(data, port, List.of());
    }

    private void clone(String name, int from, int port)
            throws IOException, InterruptedException, Failed {
        Path data = dir.resolve(name);
        run(
                "pg_basebackup",
                "-R",
                "-C",
                "-S",
                name,
                "-c",
                "fast",
                "-d",
                "host=127.0.0.1 port=%d user=postgres application_name=%s".formatted(from, name),
                "-D",
                data.toString());
        startServer(data, port, List.of());
    }

    /** Its own place at the end: the last line of a file counts. */
    private void startServer(Path data, int port, List<String> more)
            throws IOException, InterruptedException, Failed {
        List<String> lines = new ArrayList<>(settings.lines());
        lines.removeIf(l -> l.startsWith("synchronous_standby_names"));
        lines.add("listen_addresses = '127.0.0.1'");
        lines.add("unix_socket_directories = ''");
        lines.add("port = " + port);
        lines.addAll(more);
        Files.write(data.resolve("postgresql.conf"), lines);
        started.add(data);
        run("pg_ctl", "-D", data.toString(), "-w", "-l", data + ".log", "start");
    }

    /** The names differ, the way of waiting is the leader's. */
    private void applySettings(int count) throws IOException, InterruptedException, Failed {
        String waits =
                settings.lines().stream()
                        .filter(l -> l.startsWith("synchronous_standby_names"))
                        .reduce((_, last) -> last)
                        .orElse("");
        for (int i = 1; i <= count; i++) {
            waits = waits.replace("\"n" + i + "\"", "\"s" + (i == 1 ? count : i) + "\"");
        }
        Path data = dir.resolve("s1");
        Files.writeString(data.resolve("postgresql.conf"), waits + "\n", StandardOpenOption.APPEND);
        run("pg_ctl", "-D", data.toString(), "reload");
    }

    private void awaitStreaming(int standbys) throws SQLException, InterruptedException, Failed {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STREAMING_SECONDS);
        while (System.nanoTime() < end) {
            Connection connection = primary.open();
            try (var statement = connection.createStatement();
                    var row =
                            statement.executeQuery(
                                    "select count(*) from pg_stat_replication"
                                            + " where state = 'streaming'")) {
                if (row.next() && row.getInt(1) == standbys) {
                    return;
                }
            } finally {
                Door.slam(connection);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new Failed("the servers without agents do not stream; their logs are in " + dir);
    }

    private void run(String program, String... args)
            throws IOException, InterruptedException, Failed {
        List<String> command = new ArrayList<>();
        command.add(settings.binDir().resolve(program).toString());
        command.addAll(List.of(args));
        Path log = dir.resolve(program + ".log");
        int code =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start()
                        .waitFor();
        if (code != 0) {
            throw new Failed("%s failed; its words are in %s".formatted(program, log));
        }
    }

    @Override
    public void close() {
        for (Path data : started.reversed()) {
            try {
                run("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "stop");
            } catch (IOException | Failed e) {
                System.err.println("a server does not stop: " + e.getMessage());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
