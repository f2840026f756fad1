package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.Retention;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deleting what WAL-G wrote, with the log that is no longer needed. */
final class DeletingTest {

    private static final String FULL = "base_000000010000000000000002";
    private static final String DELTA = "base_000000010000000000000004_D_000000010000000000000002";

    @TempDir Path dir;
    private ObjectStore store = TestStores.sample("lz4");

    @BeforeEach
    void copy() throws Exception {
        TestStores.copy("lz4", dir);
        store = TestStores.directory(dir);
    }

    @Test
    void whatADeltaRestsOnIsNotDeleted() {
        var e = assertThrows(BackupFailure.class, () -> new Deleting(store).delete(FULL));
        assertEquals(DELTA + " rests on " + FULL + ": delete that first", e.getMessage());
    }

    @Test
    void aDeltaGoesAloneAndTheLogStays() throws Exception {
        int segments = store.list(Layout.WAL).size();
        assertEquals(0, new Deleting(store).delete(DELTA).segments());
        assertEquals(List.of(FULL), names());
        assertEquals(List.of(), store.list(Layout.folder(DELTA)));
        assertEquals(segments, store.list(Layout.WAL).size());
    }

    @Test
    void retentionTakesTheOldOnesAndTheirLogOnEveryTimeline() throws Exception {
        String later = "base_00000002000000000000000A";
        var newest = new Catalog(store).sentinel(FULL);
        store.put(
                Layout.sentinel(later),
                SentinelJson.sentinel(
                        new Sentinel(
                                new io.matriarch.cluster.Lsn(0xA000028L),
                                new io.matriarch.cluster.Lsn(0xA000100L),
                                newest.version(),
                                newest.systemId(),
                                1,
                                1,
                                newest.tablespaces(),
                                java.util.Optional.empty(),
                                java.util.Optional.of(Instant.now()),
                                java.util.Optional.of(Instant.now()),
                                "here",
                                "/data",
                                false,
                                true)),
                Existing.KEEP);
        var deleted =
                new Deleting(store)
                        .thinOut(
                                new Retention(OptionalInt.of(1), OptionalInt.empty()),
                                Instant.now());
        assertEquals(List.of(DELTA, FULL), deleted.backups());
        assertEquals(List.of(later), names());
        assertEquals(
                List.of(
                        Layout.WAL + "00000002.history.lz4",
                        Layout.WAL + "00000002000000000000000A.lz4"),
                store.list(Layout.WAL).stream().map(ObjectInfo::key).toList());
    }

    private List<String> names() throws Exception {
        return new Catalog(store).list().stream().map(BaseBackup::name).toList();
    }
}
