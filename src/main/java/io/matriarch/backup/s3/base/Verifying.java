package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.objects.ObjectStore;
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

/** The only proof of a backup is a restore. */
final class Verifying {

    private final ObjectStore store;

    Verifying(ObjectStore store) {
        this.store = store;
    }

    BaseBackup.Proof verify(String name, BaseBackups.Proving proving, Progress progress)
            throws IOException, InterruptedException {
        Instant begun = Instant.now();
        Path scratch = proving.scratch();
        remove(scratch);
        Files.createDirectories(scratch);
        Files.setPosixFilePermissions(scratch, Unpacking.OWNER_ONLY);
        try {
            checkRoom(name, scratch);
            Path data = scratch.resolve("data");
            Optional<Path> tablespaces = Optional.of(scratch.resolve("tablespaces"));
            new Restoring(store).restore(name, data, tablespaces, progress);
            String checks = String.join(", ", check(proving, data));
            long millis = Duration.between(begun, Instant.now()).toMillis();
            var proof =
                    new BaseBackup.Proof(
                            Instant.now().truncatedTo(ChronoUnit.SECONDS), millis, checks);
            new Proofs(store).write(name, proof);
            return proof;
        } finally {
            remove(scratch);
        }
    }

    private void checkRoom(String name, Path scratch) throws IOException {
        long needed = Chain.of(new Catalog(store), name).size();
        long free = Files.getFileStore(scratch).getUsableSpace();
        if (free < needed + needed / 10) {
            throw new BackupFailure(
                    "%s has %d MB free, and the restored database needs %d MB"
                            .formatted(scratch, free >> 20, (needed + needed / 10) >> 20));
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
