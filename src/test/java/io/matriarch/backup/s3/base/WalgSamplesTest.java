package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backups that WAL-G made are restored, recovered by PostgreSQL, and hold what they must hold. */
final class WalgSamplesTest {

    private static final String DELTA = "base_000000010000000000000004_D_000000010000000000000002";

    @TempDir Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lz4|"
                        + DELTA
                        + "|recovery_target_name = 'before-mistake'|22000|22000|-84154981752",
                "lz4|"
                        + DELTA
                        + "|recovery_target_time = '2026-11-23 06:51:25.381911+00'|22000|22000|-84154981752",
                "lz4|" + DELTA + "|recovery_target_xid = '731'|10000|10000|3683805671",
                "lz4|" + DELTA + "|recovery_target_timeline = '1'|10002|100000|1928234126",
                "lz4|" + DELTA + "|recovery_target_timeline = 'latest'|10003|200000|3427292838",
                "zst|base_000000010000000000000006|recovery_target_timeline = 'latest'|10002|100000|1928234126",
            })
    void rowsAreThere(
            String prefix, String backup, String target, String count, String max, String sum)
            throws Exception {
        assumeTrue(TestPostgres.MAJOR == 15, "the samples are of PostgreSQL 15");
        Path data = dir.resolve("data");
        try (ObjectStore store = TestStores.sample(prefix)) {
            new Restoring(store)
                    .restore(backup, data, Optional.of(dir.resolve("ts")), new Progress());
            Path wal = unpackWal(store);
            Files.createFile(data.resolve("recovery.signal"));
            try (TestServer server =
                    TestServer.start(
                            data,
                            "restore_command = 'cp " + wal + "/%f %p'",
                            "recovery_target_action = 'promote'",
                            target)) {
                server.awaitWritable();
                assertEquals(
                        List.of(count, max, sum),
                        List.of(
                                server.ask("shop", "SELECT count(*) FROM orders"),
                                server.ask("shop", "SELECT max(id) FROM orders"),
                                server.ask("shop", "SELECT sum(hashtext(note)) FROM orders")));
                assertEquals(
                        "5000 15097",
                        server.ask("shop", "SELECT count(*) || ' ' || sum(qty) FROM items"));
                assertEquals("3", server.ask("shop", "SELECT count(*) FROM late"));
                assertEquals("t", server.ask("shop", "SELECT to_regclass('gone') IS NULL"));
                assertEquals(
                        dir.resolve("ts/16384").toString(),
                        server.ask(
                                "shop",
                                "SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = 'fast'"));
            }
        }
    }

    private Path unpackWal(ObjectStore store) throws Exception {
        Path wal = Files.createDirectories(dir.resolve("wal"));
        for (ObjectInfo object : store.list(Layout.WAL)) {
            String key = object.key();
            try (var in = Codec.ofKey(key).reading(key, store.open(key))) {
                Files.copy(in, wal.resolve(Codec.plainName(key).substring(Layout.WAL.length())));
            }
        }
        return wal;
    }
}
