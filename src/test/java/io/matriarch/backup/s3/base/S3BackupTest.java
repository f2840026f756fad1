package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.testing.MotoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup goes through a bucket, in uploads of several parts, and comes back whole. */
final class S3BackupTest {

    @TempDir Path dir;

    @Test
    void whatWentIntoABucketComesBack() throws Exception {
        String bucket = MotoServer.shared().bucket("backup-" + UUID.randomUUID());
        try (var primary = new ArchivingServer(dir);
                ObjectStore store =
                        ObjectStores.open(
                                BackupAddress.parse(bucket + "/herd"),
                                new S3Settings(
                                        Optional.of(MotoServer.shared().endpoint()),
                                        Optional.of("us-east-1"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()))) {
            primary.server.sql(
                    "CREATE TABLE orders AS SELECT g AS id, gen_random_uuid() AS note"
                            + " FROM generate_series(1, 200000) g");
            String rows = sum(primary.server);
            String name =
                    new Taking(store, Codec.LZ4, Duration.ofSeconds(60))
                            .take(
                                    primary.source,
                                    true,
                                    OptionalLong.empty(),
                                    () -> ship(primary, store),
                                    new Progress());
            var backup = new Catalog(store).list().getFirst();
            assertEquals(name, backup.name());
            assertTrue(backup.permanent());
            assertTrue(backup.storedSize() > 6 << 20, "one upload has more than one part");

            Path data = dir.resolve("restored");
            new Restoring(store).restore(name, data, Optional.empty(), new Progress());
            TestServer.run("pg_verifybackup", "-n", "-i", "tablespace_map", data.toString());
            Files.createFile(data.resolve("recovery.signal"));
            try (TestServer restored =
                    TestServer.start(data, primary.restoreCommand()).awaitWritable()) {
                assertEquals(rows, sum(restored));
            }
        }
    }

    private static String sum(TestServer server) throws Exception {
        return server.ask("postgres", "SELECT sum(hashtext(note::text)) FROM orders");
    }

    /** The server archives into a directory; the bucket gets what is there. */
    private static void ship(ArchivingServer primary, ObjectStore store) {
        primary.switchWal();
        try (var files = Files.list(primary.store.resolve("wal_005"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".")) {
                    store.put(Layout.WAL + name, file, Existing.REPLACE);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
