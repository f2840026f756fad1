package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup counts only when all its log is there at that instant. */
final class WalWaitTest {

    private static final Timeline ONE = new Timeline(1);

    @TempDir Path dir;

    @Test
    void logThatWentMeanwhileIsNamed() throws Exception {
        try (ObjectStore store = TestStores.directory(dir)) {
            // From the last segment of one log into the next, over a change of timelines.
            for (String name :
                    List.of(
                            "0000000100000000000000FE.lz4",
                            "0000000100000000000000FF.br",
                            "000000020000000100000000.zst")) {
                store.put(Layout.WAL + name, new byte[] {1}, Existing.KEEP);
            }
            var range = new Manifest(new Timeline(2), new Lsn(0xFE000028L), new Lsn(0x100000100L));
            var wait = new WalWait(store, Segments.USUAL, Duration.ofSeconds(5));
            Claim claim = Claim.take(store, "base_0000000100000000000000FE", "n1");
            wait.until(range, ONE, claim);
            wait.check(range, ONE);
            store.delete(List.of(Layout.WAL + "0000000100000000000000FE.lz4"));
            assertEquals(
                    "0000000200000000000000FE, which the backup needs, was deleted from the archive while it was taken: take it again",
                    assertThrows(BackupFailure.class, () -> wait.check(range, ONE)).getMessage());
        }
    }
}
