package io.matriarch.backup.s3.base;

import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.NotEnoughRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Restores a backup beside the running server, and checks what came of it. */
public final class TrialRestore {

    /** Brings the backup into two directories that are not there yet. */
    public interface Source {
        void into(Path data, Path tablespaces) throws IOException, InterruptedException;
    }

    /** What others shall know of it. */
    public interface Memory {
        void attempted(BaseBackup.Attempt attempt) throws IOException;

        /** It was ended before it could tell anything. */
        void forget() throws IOException;

        void proven(BaseBackup.Proof proof) throws IOException;
    }

    private final BaseBackups.Proving proving;

    public TrialRestore(BaseBackups.Proving proving) {
        this.proving = proving;
    }

    /**
     * @param size bytes that the restore will take
     * @throws NotEnoughRoom when it was not begun
     */
    public BaseBackup.Proof run(long size, Source source, Memory memory)
            throws IOException, InterruptedException {
        Path scratch = proving.scratch();
        remove(scratch);
        Files.createDirectories(scratch);
        Files.setPosixFilePermissions(scratch, Unpacking.OWNER_ONLY);
        try {
            checkRoom(size);
            return attempt(source, memory);
        } finally {
            remove(scratch);
        }
    }

    private BaseBackup.Proof attempt(Source source, Memory memory)
            throws IOException, InterruptedException {
        Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        memory.attempted(new BaseBackup.Attempt(begun, proving.host(), Optional.empty()));
        Instant from = Instant.now();
        try {
            Path data = proving.scratch().resolve("data");
            source.into(data, proving.scratch().resolve("tablespaces"));
            String checks = String.join(", ", check(proving, data));
            var proof =
                    new BaseBackup.Proof(
                            Instant.now().truncatedTo(ChronoUnit.SECONDS),
                            Duration.between(from, Instant.now()).toMillis(),
                            checks);
            memory.proven(proof);
            return proof;
        } catch (InterruptedException e) {
            memory.forget();
            throw e;
        } catch (IOException e) {
            memory.attempted(
                    new BaseBackup.Attempt(begun, proving.host(), Optional.of(Words.of(e))));
            throw e;
        }
    }

    private void checkRoom(long size) throws IOException {
        long needed = size + size / 10;
        long free = Files.getFileStore(proving.scratch()).getUsableSpace();
        if (free < needed) {
            throw new NotEnoughRoom(
                    "%s has %d MB free, and the restored database needs %d MB"
                            .formatted(proving.scratch(), free >> 20, needed >> 20));
        }
    }

    private static List<String> check(BaseBackups.Proving proving, Path data)
            throws IOException, InterruptedException {
        Path scratch = proving.scratch();
        var tool = new Tool(proving.binDir(), scratch);
        var done = new ArrayList<String>();
        if (Files.exists(data.resolve(Manifest.NAME)) && tool.has("pg_verifybackup")) {
            manifest(tool, data);
            done.add("manifest");
        }
        Path sockets = Files.createTempDirectory("matriarch-verify");
        try (var server = ScratchServer.start(tool, data, sockets, proving.restoreCommand())) {
            server.awaitRecovered();
            done.add("recovery");
            if (tool.has("pg_amcheck")) {
                tool.succeed(
                        "pg_amcheck",
                        List.of(
                                "--all",
                                "--install-missing",
                                "--no-password",
                                "--host=" + sockets,
                                "--username=postgres"));
                done.add("pg_amcheck");
            }
            server.stop();
        } finally {
            remove(sockets);
        }
        if (ControlFacts.of(tool, data).checksums()) {
            tool.succeed("pg_checksums", List.of("--check", "--pgdata=" + data));
            done.add("pg_checksums");
        }
        return done;
    }

    /** Whoever takes and restores leaves out what decides on the server's role. */
    private static void manifest(Tool tool, Path data) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("--no-parse-wal", "--quiet"));
        for (String ignored : List.of("tablespace_map", "standby.signal", "recovery.signal")) {
            arguments.add("--ignore=" + ignored);
        }
        arguments.add(data.toString());
        tool.succeed("pg_verifybackup", arguments);
    }

    static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var tree = Files.walk(folder)) {
                for (Path p : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(p);
                }
            }
        }
    }
}
