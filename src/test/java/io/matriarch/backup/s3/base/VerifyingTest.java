package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is proven by a restore, and a broken one is not. */
final class VerifyingTest {

    @TempDir Path dir;

    @Test
    void aWholeBackupIsProvenAndABrokenOneIsNamed() throws Exception {
        try (var primary = new ArchivingServer(dir);
                ObjectStore store = TestStores.directory(primary.store)) {
            primary.server.sql(
                    "CREATE TABLE orders AS SELECT g AS id FROM generate_series(1, 10000) g");
            String name =
                    new Taking(store, Codec.LZ4, Duration.ofSeconds(30))
                            .take(
                                    primary.source,
                                    false,
                                    OptionalLong.empty(),
                                    primary::switchWal,
                                    new Progress());
            var proving =
                    new BaseBackups.Proving(
                            TestPostgres.BIN,
                            dir.resolve("scratch"),
                            "cp " + primary.store.resolve("wal_005") + "/%f %p",
                            "n2");
            BaseBackup.Proof proof = new Verifying(store).verify(name, proving, new Progress());
            assertEquals("manifest, recovery, pg_amcheck, pg_checksums", proof.checks());
            assertEquals(proof, new Catalog(store).list().getFirst().proof().orElseThrow());
            assertFalse(Files.exists(dir.resolve("scratch")));

            Path part = primary.store.resolve(Layout.part(name, 1) + ".lz4");
            byte[] bytes = Files.readAllBytes(part);
            // Not one bit: in a run of zeros another distance may mean the same.
            byte[] broken = bytes.clone();
            Arrays.fill(broken, bytes.length / 2, bytes.length * 3 / 4, (byte) 0xff);
            Files.write(part, broken);
            assertTrue(refusal(store, name, proving).contains("part_001.tar.lz4 is damaged"));
            BaseBackup failed = new Catalog(store).list().getFirst();
            assertEquals("n2", failed.attempt().orElseThrow().host());
            String why = failed.attempt().orElseThrow().failure().orElseThrow();
            assertTrue(why.contains("part_001.tar.lz4 is damaged"), why);
            assertEquals(proof, failed.proof().orElseThrow(), "the older proof is remembered");

            Files.write(part, bytes);
            BaseBackup.Proof again = new Verifying(store).verify(name, proving, new Progress());
            BaseBackup proven = new Catalog(store).list().getFirst();
            assertEquals(Optional.empty(), proven.attempt());
            assertEquals(again, proven.proof().orElseThrow());

            Files.write(part, Arrays.copyOf(bytes, bytes.length / 2));
            assertTrue(refusal(store, name, proving).contains("part_001.tar.lz4 is damaged"));

            Files.write(part, bytes);
            Path wal = primary.store.resolve(Layout.WAL + name.substring(5));
            Files.delete(wal);
            String refusal = refusal(store, name, proving);
            assertTrue(refusal.startsWith("PostgreSQL cannot recover it: "), refusal);
        }
    }

    private static String refusal(ObjectStore store, String name, BaseBackups.Proving proving) {
        var e =
                assertThrows(
                        IOException.class,
                        () -> new Verifying(store).verify(name, proving, new Progress()));
        return String.valueOf(e.getMessage());
    }
}
