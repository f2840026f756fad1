package io.matriarch.backup.walg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.Fetched;
import io.matriarch.backup.Shipped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the program wal-g, and what is made of its answers; a script stands for it. */
final class WalGArchiveTest {

    private static final String SEGMENT = "000000010000000000000006";
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir Path folder;
    private Path target;
    private boolean leads = true;

    @BeforeEach
    void target() {
        target = folder.resolve("RECOVERYXLOG");
    }

    @Test
    void asksTheProgramWithOurKeysInItsEnvironment() throws IOException {
        try (var archive =
                archive(
                        """
                        echo "$@" > DIR/args
                        env | grep -E '^(WALG_|AWS_|PGDATA)' | sort > DIR/env
                        """)) {
            assertEquals(new Shipped.Stored(), archive.ship(Path.of("/data/pg_wal", SEGMENT)));
        }
        assertEquals(
                List.of("wal-push /data/pg_wal/" + SEGMENT),
                Files.readAllLines(folder.resolve("args")));
        List<String> env = Files.readAllLines(folder.resolve("env"));
        assertTrue(
                env.containsAll(
                        List.of(
                                "AWS_ENDPOINT=http://127.0.0.1:9000",
                                "AWS_REGION=eu-central-1",
                                "AWS_S3_FORCE_PATH_STYLE=true",
                                "PGDATA=/data",
                                "WALG_COMPRESSION_METHOD=zstd",
                                "WALG_PREFETCH_DIR=/run/prefetch",
                                "WALG_PREVENT_WAL_OVERWRITE=true",
                                "WALG_S3_PREFIX=s3://bucket/herd",
                                "WALG_S3_SSE=aws:kms",
                                "WALG_S3_SSE_KMS_ID=key",
                                "WALG_S3_STORAGE_CLASS=STANDARD_IA")),
                env.toString());
    }

    @Test
    void withoutTheLeaseItIsNotRun() throws IOException {
        leads = false;
        try (var archive = archive("touch DIR/args")) {
            assertInstanceOf(Shipped.Failed.class, archive.ship(Path.of("/data", SEGMENT)));
        }
        assertFalse(Files.exists(folder.resolve("args")));
    }

    @Test
    void whatItFetchedIsMovedToItsPlace() throws IOException {
        try (var archive =
                archive("echo content > \"$3\"; [ \"$1 $2\" = 'wal-fetch " + SEGMENT + "' ]")) {
            assertEquals(new Fetched.Written(), archive.fetch(SEGMENT, target, LONG));
        }
        assertEquals("content\n", Files.readString(target));
    }

    @Test
    void only74IsAbsent() throws IOException {
        try (var archive = archive("exit 74")) {
            assertEquals(new Fetched.Absent(), archive.fetch(SEGMENT, target, LONG));
        }
        try (var archive = archive("echo half > \"$3\"; echo 'ERROR: no such host' >&2; exit 1")) {
            assertEquals(
                    new Fetched.Failed("wal-g wal-fetch ended with 1: ERROR: no such host"),
                    archive.fetch(SEGMENT, target, LONG));
            assertEquals(
                    new Shipped.Failed("wal-g wal-push ended with 1: ERROR: no such host"),
                    archive.ship(Path.of(folder.toString(), SEGMENT)));
        }
        try (var archive = archive("exit 0")) {
            assertInstanceOf(Fetched.Failed.class, archive.fetch(SEGMENT, target, LONG));
        }
        assertFalse(Files.exists(target));
    }

    @Test
    void aProgramThatHangsOrIsMissingFails() throws IOException {
        try (var archive = archive("sleep 30")) {
            assertEquals(
                    new Fetched.Failed(SEGMENT + " has not come within 300 ms; it goes on"),
                    archive.fetch(SEGMENT, target, Duration.ofMillis(300)));
        }
        var program = new WalGProgram(folder + "/none", settings(), Map.of());
        try (var archive = new WalGArchive(program, () -> true, folder.resolve("run"))) {
            assertEquals(
                    new Shipped.Failed(
                            "backup.engine is wal-g, and \"%s/none\" cannot be run: install it, or set backup.engine: s3"
                                    .formatted(folder)),
                    archive.ship(Path.of("/data", SEGMENT)));
        }
    }

    /** It asks again each few seconds, and each of its questions is answered soon. */
    @Test
    void aSlowFetchGoesOnUntilAStandbyAsksAgain() throws Exception {
        try (var archive = archive("echo run >> DIR/runs; sleep 2; echo content > \"$3\"")) {
            Fetched fetched = new Fetched.Absent();
            for (int i = 0; i < 100 && !(fetched instanceof Fetched.Written); i++) {
                fetched = archive.fetch(SEGMENT, target, Duration.ofMillis(100));
            }
            assertEquals(new Fetched.Written(), fetched);
            assertEquals("content\n", Files.readString(target));
            assertEquals(List.of("run"), Files.readAllLines(folder.resolve("runs")));
            // What was taken is fetched anew, should PostgreSQL want it once more.
            assertEquals(new Fetched.Written(), archive.fetch(SEGMENT, target, LONG));
            assertEquals(2, Files.readAllLines(folder.resolve("runs")).size());
        }
    }

    @Test
    void whatNobodyComesForIsDropped() throws Exception {
        Path fetched = folder.resolve("run/wal-fetch");
        try (var archive = archive("sleep 0.3; echo content > \"$3\"")) {
            for (int i = 0; i < 9; i++) {
                var late = archive.fetch("00000001000000000000000" + i, target, Duration.ZERO);
                assertInstanceOf(Fetched.Failed.class, late);
                Path here = fetched.resolve("00000001000000000000000" + i);
                for (int wait = 0; wait < 200 && !Files.exists(here); wait++) {
                    Thread.sleep(20);
                }
            }
            try (var files = Files.list(fetched)) {
                assertTrue(files.count() <= 5, "of nine");
            }
        }
    }

    @Test
    void aSlowPushIsNotBegunTwice() throws Exception {
        Path file = Path.of("/data/pg_wal", SEGMENT);
        try (var archive = archive("echo run >> DIR/runs; sleep 2")) {
            var first =
                    java.util.concurrent.CompletableFuture.supplyAsync(() -> archive.ship(file));
            for (int i = 0; i < 200 && !Files.exists(folder.resolve("runs")); i++) {
                Thread.sleep(20);
            }
            assertEquals(new Shipped.Stored(), archive.ship(file));
            assertEquals(new Shipped.Stored(), first.get());
            assertEquals(List.of("run"), Files.readAllLines(folder.resolve("runs")));
        }
    }

    private WalGArchive archive(String script) throws IOException {
        Path program = folder.resolve("wal-g");
        Files.writeString(program, "#!/bin/sh\n" + script.replace("DIR", folder.toString()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new WalGArchive(
                new WalGProgram(
                        program.toString(),
                        settings(),
                        Map.of("WALG_PREFETCH_DIR", "/run/prefetch")),
                () -> leads,
                folder.resolve("run"));
    }

    private static WalGSettings settings() {
        return new WalGSettings(
                BackupAddress.parse("s3://bucket/herd/"),
                "zstd",
                Optional.of(URI.create("http://127.0.0.1:9000")),
                Optional.of("eu-central-1"),
                Optional.of("aws:kms"),
                Optional.of("key"),
                Optional.of("STANDARD_IA"),
                Path.of("/data"));
    }
}
