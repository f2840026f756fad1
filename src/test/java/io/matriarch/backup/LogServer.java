package io.matriarch.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.matriarch.backup.door.WalDoor;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.wal.OwnSystemId;
import io.matriarch.backup.s3.wal.S3WalArchive;
import io.matriarch.cluster.Moment;
import io.matriarch.testing.BuiltProgram;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A real PostgreSQL without an agent around it: only the archive's part of one. */
final class LogServer implements AutoCloseable {

    private static final Supplier<Moment> CLOCK = () -> new Moment(System.nanoTime());

    final Path data;
    final int port;
    final ArchiveHealth health = new ArchiveHealth(CLOCK);
    private final Path log;
    private final S3WalArchive archive;
    private final WalDoor door;

    LogServer(Path folder, String name, int port, ObjectStore store, boolean leads)
            throws IOException {
        this.port = port;
        this.data = folder.resolve(name);
        this.log = folder.resolve(name + ".log");
        Path run = Files.createDirectory(folder.resolve(name + ".matriarch"));
        archive =
                new S3WalArchive(
                        store, Codec.LZ4, () -> leads, new OwnSystemId(data), run.resolve("wal"));
        door = WalDoor.open(run.resolve("wal.sock"), archive, health, CLOCK, () -> false);
    }

    void initialize() throws Exception {
        program("initdb", "-D", data.toString(), "-A", "trust", "-U", "postgres", "-k");
        configure();
    }

    /** Follows it by the archive alone. */
    void copyOf(LogServer other) throws Exception {
        copy(other);
        Files.createFile(data.resolve("standby.signal"));
    }

    /** Recovers from the archive, and ends that where the archive ends. */
    void restoreOf(LogServer other) throws Exception {
        copy(other);
        Files.createFile(data.resolve("recovery.signal"));
    }

    private void copy(LogServer other) throws Exception {
        program(
                "pg_basebackup",
                "-D",
                data.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                "" + other.port,
                "-U",
                "postgres",
                "-c",
                "fast");
        configure();
    }

    private void configure() throws IOException {
        Path command = BuiltProgram.in(data.resolveSibling(data.getFileName() + ".matriarch"));
        Files.writeString(
                data.resolve("postgresql.conf"),
                """
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                port = %d
                fsync = off
                wal_retrieve_retry_interval = '1s'
                archive_mode = on
                archive_command = '%s wal-push %%p'
                restore_command = '%s wal-fetch %%f %%p'
                """
                        .formatted(port, command, command));
    }

    void start() throws Exception {
        program("pg_ctl", "-D", data.toString(), "-l", log.toString(), "-w", "-t", "30", "start");
    }

    /** Starts it, and waits until it has ended by itself. */
    void startInVain() throws Exception {
        var process =
                new ProcessBuilder(
                                TestPostgres.BIN.resolve("postgres").toString(),
                                "-D",
                                data.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(110, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertNotEquals(0, process.waitFor(), log());
    }

    String ask(String sql) throws Exception {
        return program(
                        "psql",
                        "-X",
                        "-q",
                        "-A",
                        "-t",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        "" + port,
                        "-U",
                        "postgres",
                        "-c",
                        sql)
                .strip();
    }

    void await(String sql, String answer) throws Exception {
        String seen = "";
        for (int i = 0; i < 300; i++) {
            seen = ask(sql);
            if (seen.equals(answer)) {
                return;
            }
            Thread.sleep(100);
        }
        assertEquals(answer, seen, sql + "\n" + Files.readString(log));
    }

    int waiting() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("pg_wal/archive_status"))) {
            return (int) files.filter(f -> f.toString().endsWith(".ready")).count();
        }
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    private static String program(String name, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(TestPostgres.BIN.resolve(name).toString()));
        command.addAll(Arrays.asList(arguments));
        Path output = Files.createTempFile("program", ".out");
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        String said = Files.readString(output);
        Files.delete(output);
        assertEquals(0, process.waitFor(), () -> command + ": " + said);
        return said;
    }

    @Override
    public void close() throws Exception {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            program("pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "stop");
        }
        door.close();
        archive.close();
    }
}
