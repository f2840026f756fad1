package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BackupSource;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/**
 * pg_basebackup, which streams tar archives: to its standard output, or to a named pipe for each
 * tablespace when there are some, because it writes no more than one archive to its output.
 *
 * @param fifos only with tablespaces
 * @param said its standard error
 */
record ServerStream(Process process, Optional<Fifos> fifos, Path folder, Path said)
        implements AutoCloseable {

    /** The archive of the data directory itself; the others are named by oid. */
    static final String BASE = "base";

    /** pg_basebackup takes 32 kB/s to 1 GB/s. */
    private static final long LEAST_RATE = 32;

    private static final long MOST_RATE = 1 << 20;
    private static final int MOST_ATTEMPTS = 5;

    /** Takes one archive, on a thread of its own. */
    interface Reader {
        void read(String archive, InputStream tar) throws IOException, InterruptedException;
    }

    /**
     * @param rate bytes in a second at most
     * @param folder of this backup alone
     */
    static ServerStream start(
            BackupSource source, List<String> tablespaces, OptionalLong rate, Path folder)
            throws IOException, InterruptedException {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--format=tar",
                                "--wal-method=none",
                                "--checkpoint=fast",
                                "--no-sync",
                                "--no-password",
                                "--label=matriarch"));
        if (rate.isPresent() && rate.getAsLong() >> 10 < MOST_RATE) {
            arguments.add("--max-rate=" + Math.max(LEAST_RATE, rate.getAsLong() >> 10));
        }
        if (tablespaces.isEmpty()) {
            arguments.add("--pgdata=-");
            return launch(source, arguments, Optional.empty(), folder);
        }
        var archives = new ArrayList<>(tablespaces);
        archives.add(BASE);
        for (int attempt = 1; ; attempt++) {
            Path own = Files.createDirectories(folder.resolve("attempt-" + attempt));
            Fifos fifos = Fifos.make(own, archives);
            var command = new ArrayList<>(arguments);
            command.add("--pgdata=" + fifos.out());
            ServerStream stream = launch(source, command, Optional.of(fifos), own);
            if (fifos.link(stream.process)) {
                return stream;
            }
            boolean ended = !stream.process.isAlive();
            stream.close();
            if (ended || attempt == MOST_ATTEMPTS) {
                throw stream.failed();
            }
        }
    }

    private static ServerStream launch(
            BackupSource source, List<String> arguments, Optional<Fifos> fifos, Path folder)
            throws IOException {
        Path said = folder.resolve("said");
        var command = new ArrayList<>(arguments);
        command.add("--dbname=" + source.conninfo());
        Process process =
                new Tool(source.binDir(), folder)
                        .builder(
                                "pg_basebackup",
                                command,
                                Map.of("PGPASSFILE", source.passfile().toString()))
                        .redirectError(said.toFile())
                        .start();
        return new ServerStream(process, fifos, folder, said);
    }

    /**
     * Reads all archives and awaits the program's end.
     *
     * @param manifest where it shall lie; {@code reader} meets it as an entry of the base archive
     *     when there are no tablespaces
     */
    void read(Reader reader, Path manifest) throws IOException, InterruptedException {
        try {
            if (fifos.isEmpty()) {
                reader.read(BASE, process.getInputStream());
            } else {
                piped(fifos.get(), reader);
            }
        } catch (IOException e) {
            // What was read is cut short when the program failed: its words are the cause.
            if (!process.isAlive() && process.exitValue() != 0) {
                throw failed();
            }
            throw e;
        }
        if (process.waitFor() != 0) {
            throw failed();
        }
        if (fifos.isPresent()) {
            collect(fifos.get(), manifest);
        }
    }

    private void piped(Fifos pipes, Reader reader) throws IOException, InterruptedException {
        // Nobody else wakes a thread that waits at a pipe for a program that has ended.
        Thread watch =
                Thread.ofPlatform()
                        .name("matriarch-backup-pipes")
                        .daemon()
                        .start(() -> releaseAtEnd(pipes));
        try {
            var readers = new ArrayList<Callable<Void>>();
            for (String archive : pipes.archives()) {
                readers.add(
                        () -> {
                            try (var tar = new FileInputStream(pipes.pipe(archive).toFile())) {
                                reader.read(archive, tar);
                                return null;
                            } catch (IOException | RuntimeException e) {
                                // The other archives' readers wait for this program.
                                process.destroyForcibly();
                                throw e;
                            }
                        });
            }
            Crew.work(readers.size(), readers);
        } finally {
            watch.interrupt();
            watch.join();
        }
    }

    private void releaseAtEnd(Fifos pipes) {
        try {
            process.waitFor();
            while (true) {
                pipes.release();
                Thread.sleep(20);
            }
        } catch (InterruptedException | IOException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void collect(Fifos pipes, Path manifest) throws IOException {
        try (var files = Files.list(pipes.out())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.equals(Manifest.NAME)) {
                    Files.move(file, manifest);
                } else if (Files.isRegularFile(file)) {
                    throw new BackupFailure(
                            "a tablespace was created while the backup was taken: take it again");
                }
            }
        }
    }

    private BackupFailure failed() throws IOException {
        String words =
                new Tool.Said(
                                process.exitValue(),
                                Files.readString(said, StandardCharsets.ISO_8859_1))
                        .lastWords();
        return new BackupFailure("pg_basebackup failed: " + words);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
