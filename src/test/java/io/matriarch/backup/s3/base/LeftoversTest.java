package io.matriarch.backup.s3.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.Retention;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deletions, proofs and backups leave when they end in an unlucky instant. */
final class LeftoversTest {

    private static final String FULL = "base_000000010000000000000002";
    private static final String DELTA = "base_000000010000000000000004_D_000000010000000000000002";
    private static final String LATER = "base_00000002000000000000000A";
    private static final byte[] BYTE = {1};
    private static final BaseBackup.Proof PROOF =
            new BaseBackup.Proof(Instant.EPOCH, 1000, "everything");

    @TempDir Path dir;
    private ObjectStore store = TestStores.sample("lz4");

    @BeforeEach
    void copy() throws Exception {
        TestStores.copy("lz4", dir);
        store = TestStores.directory(dir);
    }

    @Test
    void aProofThatComesAfterTheDeletionHoldsUpNoBackup() throws Exception {
        var proofs = new Proofs(store);
        proofs.write(DELTA, PROOF);
        assertEquals(Optional.of(PROOF), proofs.read(DELTA));
        var _ = new Deleting(store).delete(DELTA);
        proofs.attempted(DELTA, new BaseBackup.Attempt(Instant.EPOCH, "n2", Optional.empty()));
        proofs.write(DELTA, PROOF);
        assertEquals(List.of(), store.list(Layout.folder(DELTA)));
        // An agent of an older version did leave one.
        store.put(Layout.attempt(DELTA), BYTE, Existing.KEEP);
        assertEquals(Optional.empty(), new Sweeping(store).underWay());
        new Sweeping(store).removeLeft();
        assertEquals(List.of(), store.list(Layout.folder(DELTA)));
    }

    @Test
    void anInterruptedDeletionHoldsUpNoBackupAndIsFinishedByTheNext() throws Exception {
        // As after a backup of today.
        touch(dir.resolve(Layout.folder(DELTA)));
        var dying = new Dying(store, 2);
        assertThrows(StorageException.class, () -> new Deleting(dying).delete(DELTA));
        assertTrue(store.list(Layout.folder(DELTA)).size() > 1, "parts are left");
        assertEquals(List.of(FULL), names());
        assertEquals(Optional.empty(), new Sweeping(store).underWay());
        var e = assertThrows(BackupFailure.class, () -> Claim.take(store, DELTA, "n1"));
        assertEquals(DELTA + " is being deleted: take a backup when that is done", e.getMessage());
        new Sweeping(store).removeLeft();
        assertEquals(List.of(), store.list(Layout.folder(DELTA)));
        Claim.take(store, DELTA, "n1").end();
    }

    /** Its sentinel came, and the one who took it could not say that it is done. */
    @Test
    void aFinishedBackupThatIsStillClaimedIsThere() throws Exception {
        store.put(Layout.running(FULL), BYTE, Existing.KEEP);
        assertThrows(AlreadyThere.class, () -> Claim.take(store, FULL, "n1"));
        assertThrows(StorageException.class, () -> store.head(Layout.running(FULL)));
        assertThrows(AlreadyThere.class, () -> Claim.take(store, FULL, "n1"));
    }

    @Test
    void aDamagedHistoryIsNamed() throws Exception {
        String key = Layout.WAL + "00000002.history";
        store.put(key, "1\tnowhere\tno reason\n".getBytes(UTF_8), Existing.KEEP);
        var e = assertThrows(StorageException.class, () -> new LogListing(store).read());
        assertEquals(key + " is damaged: \"nowhere\" is no LSN, such as 0/3000060", e.getMessage());
    }

    @Test
    void whatWalGIsTakingIsLeftAlone() throws Exception {
        store.put(Layout.part(LATER, 1) + ".lz4", BYTE, Existing.KEEP);
        new Sweeping(store).removeLeft();
        assertEquals(Optional.of(LATER), new Sweeping(store).underWay());
    }

    @Test
    void temporaryFilesOfTheLogGoAfterTwoDays() throws Exception {
        Path old = dir.resolve("wal_005/.000000010000000000000007.lz4.1-2-3.tmp");
        Path young = dir.resolve("wal_005/.000000010000000000000008.lz4.1-2-3.tmp");
        Files.write(old, BYTE);
        Files.write(young, BYTE);
        Files.setLastModifiedTime(
                old, FileTime.from(Instant.now().minus(Duration.ofDays(2).plusMinutes(1))));
        new Sweeping(store).removeLeft();
        assertEquals(List.of(false, true), List.of(Files.exists(old), Files.exists(young)));
    }

    @Test
    void theLogOfABackupUnderWayStays() throws Exception {
        // Begun before the one that retention keeps, and not finished yet.
        Claim slow = Claim.take(store, "base_000000010000000000000007", "n2");
        sentinel(LATER);
        var retention = new Retention(OptionalInt.of(1), OptionalInt.empty());
        var _ = new Deleting(store).thinOut(retention, Instant.now());
        assertEquals(List.of(LATER), names());
        assertTrue(log().contains("wal_005/000000010000000000000008.lz4"), log().toString());
        assertTrue(
                log().stream().noneMatch(k -> k.startsWith("wal_005/000000010000000000000006")),
                log().toString());
        slow.end();
    }

    @Test
    void aDamagedSentinelHidesNoOtherAndIsNeverThinnedOut() throws Exception {
        sentinel(LATER);
        store.put(Layout.sentinel(DELTA), "{\"LSN\": 12".getBytes(), Existing.REPLACE);
        List<BaseBackup> all = new Catalog(store).list();
        assertEquals(3, all.size());
        BaseBackup damaged =
                all.stream().filter(b -> b.name().equals(DELTA)).findFirst().orElseThrow();
        assertEquals(Optional.of("the sentinel of " + DELTA + " is damaged"), damaged.unreadable());
        assertEquals(Optional.of(FULL), damaged.restsOn());
        new Catalog(store).refuseOther(new Catalog(store).sentinel(FULL).systemId());

        List<ObjectInfo> before = store.list(Layout.WAL);
        var retention = new Retention(OptionalInt.of(1), OptionalInt.empty());
        assertEquals(List.of(), new Deleting(store).thinOut(retention, Instant.now()).backups());
        assertEquals(before, store.list(Layout.WAL));
        // Whoever looked at it may delete it.
        assertEquals(List.of(DELTA), new Deleting(store).delete(DELTA).backups());
        assertEquals(
                List.of(FULL), new Deleting(store).thinOut(retention, Instant.now()).backups());
    }

    private void sentinel(String name) throws IOException {
        Sentinel like = new Catalog(store).sentinel(FULL);
        store.put(
                Layout.sentinel(name),
                SentinelJson.sentinel(
                        new Sentinel(
                                new io.matriarch.cluster.Lsn(0xA000028L),
                                new io.matriarch.cluster.Lsn(0xA000100L),
                                like.version(),
                                like.systemId(),
                                1,
                                1,
                                new java.util.TreeMap<>(),
                                Optional.empty(),
                                Optional.of(Instant.now()),
                                Optional.of(Instant.now()),
                                "here",
                                "/data",
                                false,
                                true)),
                Existing.KEEP);
    }

    private List<String> names() throws IOException {
        return new Catalog(store).list().stream().map(BaseBackup::name).toList();
    }

    private List<String> log() throws IOException {
        return store.list(Layout.WAL).stream().map(ObjectInfo::key).toList();
    }

    private static void touch(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            }
        }
    }

    /** Its agent dies at a deletion. */
    private static final class Dying extends PassedOn {

        private int left;

        Dying(ObjectStore store, int at) {
            super(store);
            left = at;
        }

        @Override
        public void delete(Collection<String> keys) throws StorageException {
            left--;
            if (left <= 0) {
                throw new StorageException(StorageException.Kind.UNREACHABLE, "it has died");
            }
            super.delete(keys);
        }
    }
}
