package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore into a file system that has no room for it. */
final class FullDiskTest {

    private static final String FULL = "base_000000010000000000000006";

    @TempDir Path dir;

    @Test
    void saysSoInOneLineAndLeavesNothingThatCouldBeStarted() throws Exception {
        Process holder =
                new ProcessBuilder(
                                "unshare",
                                "--user",
                                "--map-root-user",
                                "--mount",
                                "sh",
                                "-c",
                                "mount -t tmpfs -o size=8m tmpfs \"$0\" && echo mounted && exec sleep 120",
                                dir.toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader said = holder.inputReader()) {
            assumeTrue(
                    "mounted".equals(said.readLine()),
                    "a file system of one's own needs user namespaces");
            // The file system is the holder's; its directory in /proc leads there.
            Path small = Path.of("/proc/" + holder.pid() + "/root" + dir);
            assumeTrue(Files.getFileStore(small).getTotalSpace() == 8 << 20, "no way into it");
            Path data = small.resolve("data");
            try (ObjectStore store = TestStores.sample("zst")) {
                var e =
                        assertThrows(
                                BackupFailure.class,
                                () ->
                                        new Restoring(store)
                                                .restore(
                                                        FULL,
                                                        data,
                                                        Optional.of(small.resolve("ts")),
                                                        new Progress()));
                assertEquals("cannot restore into " + data + ": the disk is full", e.getMessage());
            }
            assertFalse(Files.exists(data.resolve("global/pg_control")));
        } finally {
            holder.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
