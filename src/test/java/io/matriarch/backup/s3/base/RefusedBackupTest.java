package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be restored is refused with one line that says why. */
final class RefusedBackupTest {

    private static final String FULL = "base_000000010000000000000006";

    @TempDir Path dir;

    @Test
    void noSuchBackup() {
        assertEquals(
                "there is no backup base_1 in file://%s: matriarch backup list names what there is"
                        .formatted(dir),
                refusal("base_1"));
    }

    @Test
    void theFoundationOfADeltaIsGone() throws Exception {
        copy("base_000000010000000000000004_D_000000010000000000000002", "lz4");
        assertEquals(
                "base_000000010000000000000004_D_000000010000000000000002 rests on base_000000010000000000000002, which is gone: it cannot be restored",
                refusal("base_000000010000000000000004_D_000000010000000000000002"));
    }

    @Test
    void aDeltaWithoutTheListOfItsFiles() throws Exception {
        String delta = "base_000000010000000000000004_D_000000010000000000000002";
        copy("base_000000010000000000000002", "lz4");
        Path sentinel = dir.resolve(Layout.sentinel(delta));
        if (!Files.exists(sentinel)) {
            copy(delta, "lz4");
        }
        Files.writeString(
                sentinel,
                Files.readString(sentinel)
                        .replaceFirst("\\{", "{\"FilesMetadataDisabled\": true,"));
        assertEquals(
                delta
                        + " is a delta without the list of its files (WALG_WITHOUT_FILES_METADATA), which only the engine wal-g restores: set backup.engine: wal-g",
                refusal(delta));
    }

    @Test
    void brotliNeedsTheOtherEngine() throws Exception {
        copy(FULL, "zst");
        Path parts = dir.resolve(Layout.archives(FULL));
        Files.move(parts.resolve("part_001.tar.zst"), parts.resolve("part_001.tar.br"));
        assertEquals(
                "%spart_001.tar.br is compressed with brotli, which only the engine wal-g reads: set backup.engine: wal-g"
                        .formatted(Layout.archives(FULL)),
                refusal(FULL));
    }

    @Test
    void partsAreMissing() throws Exception {
        copy(FULL, "zst");
        Files.delete(dir.resolve(Layout.archives(FULL)).resolve("pg_control.tar.zst"));
        assertEquals(FULL + " is incomplete: it has no pg_control.tar", refusal(FULL));
    }

    @Test
    void theDirectoryIsNotEmpty() throws Exception {
        copy(FULL, "zst");
        Files.createDirectories(dir.resolve("data/base"));
        assertEquals(
                dir.resolve("data") + " is not empty: a backup is restored into an empty directory",
                refusal(FULL));
    }

    @Test
    void aSentinelThatIsDamaged() throws Exception {
        copy(FULL, "zst");
        Files.writeString(dir.resolve(Layout.sentinel(FULL)), "{\"LSN\": 1006");
        assertEquals("the sentinel of " + FULL + " is damaged", refusal(FULL));
    }

    private String refusal(String name) {
        try (ObjectStore store = TestStores.directory(dir)) {
            var e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    new Restoring(store)
                                            .restore(
                                                    name,
                                                    dir.resolve("data"),
                                                    Optional.of(dir.resolve("ts")),
                                                    new Progress()));
            return String.valueOf(e.getMessage());
        }
    }

    private void copy(String name, String sample) throws IOException {
        Path from = Path.of("src/test/resources/walg-samples", sample, "basebackups_005");
        Path to = Files.createDirectories(dir.resolve("basebackups_005"));
        try (var tree = Files.walk(from)) {
            for (Path p : tree.filter(f -> f.toString().contains("/" + name)).toList()) {
                Path place = to.resolve(from.relativize(p).toString());
                if (Files.isDirectory(p)) {
                    Files.createDirectories(place);
                } else {
                    Files.copy(p, place);
                }
            }
        }
    }
}
