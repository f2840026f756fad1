package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup is taken while rows are written, and what is restored from it holds them. */
@Tag(TestPostgres.TAG)
final class TakingTest {

    private static final Duration WAL_LIMIT = Duration.ofSeconds(30);
    private static final String MANY =
            "INSERT INTO orders SELECT g, repeat(md5(g::text), 20) FROM generate_series(%d, %d) g";

    @TempDir Path dir;

    @ParameterizedTest
    @CsvSource({"LZ4,true", "ZSTD,false"})
    void whatIsRestoredHoldsTheRows(Codec codec, boolean tablespace) throws Exception {
        Path fast = Files.createDirectories(dir.resolve("fast"));
        try (var primary = new ArchivingServer(dir);
                ObjectStore store = TestStores.directory(primary.store)) {
            if (tablespace) {
                primary.server.sql("CREATE TABLESPACE fast LOCATION '" + fast + "'");
            }
            primary.server.sql(
                    "CREATE TABLE orders (id int, note text)"
                            + (tablespace ? " TABLESPACE fast" : ""),
                    MANY.formatted(1, 20_000));
            String name = takeWhileWriting(primary, store, codec);
            primary.server.sql("SELECT pg_switch_wal()");
            long rows =
                    Long.parseLong(primary.server.ask("postgres", "SELECT count(*) FROM orders"));
            BaseBackup backup = new Catalog(store).list().getFirst();
            assertEquals(name, backup.name());
            assertEquals(TestPostgres.MAJOR, backup.version() / 10_000);
            assertTrue(backup.finish().isAfter(backup.start()));
            assertTrue(backup.storedSize() < backup.size());
            assertFalse(Files.exists(primary.store.resolve(Layout.running(name))));

            Path data = dir.resolve("restored");
            new Restoring(store).restore(name, data, Optional.empty(), new Progress());
            TestServer.verify(
                    "-n", "-i", "tablespace_map", "-i", "standby.signal", data.toString());
            Files.createFile(data.resolve("recovery.signal"));
            Thread.sleep(0);
            try (TestServer restored =
                    TestServer.start(data, primary.restoreCommand()).awaitWritable()) {
                assertEquals(
                        Long.toString(rows),
                        restored.ask("postgres", "SELECT count(*) FROM orders"));
                if (tablespace) {
                    assertEquals(
                            fast + ".2",
                            restored.ask(
                                    "postgres",
                                    "SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = 'fast'"));
                }
            }
        }
    }

    private static String takeWhileWriting(ArchivingServer primary, ObjectStore store, Codec codec)
            throws Exception {
        var stop = new AtomicBoolean();
        Thread writer =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    for (int i = 20_001; !stop.get(); i += 10) {
                                        try {
                                            primary.server.sql(MANY.formatted(i, i + 9));
                                        } catch (java.sql.SQLException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    }
                                });
        try {
            return take(primary, store, codec);
        } finally {
            stop.set(true);
            writer.join();
        }
    }

    /** The sentinel is there, and nobody says so: what it names must be there as well. */
    @ParameterizedTest
    @EnumSource(
            value = StorageException.Kind.class,
            names = {"EXISTS", "UNREACHABLE"})
    void aSentinelWhoseAnswerIsLostKeepsItsParts(StorageException.Kind how) throws Exception {
        try (var primary = new ArchivingServer(dir);
                ObjectStore store = TestStores.directory(primary.store)) {
            String name = take(primary, new Mute(store, how, true), Codec.LZ4);
            assertEquals(name, new Catalog(store).list().getFirst().name());
            new Restoring(store)
                    .restore(name, dir.resolve("restored"), Optional.empty(), new Progress());
        }
    }

    /** It may still be on its way: its parts are swept only when it has not come for long. */
    @Test
    void aSentinelThatMayStillComeFindsItsParts() throws Exception {
        try (var primary = new ArchivingServer(dir);
                ObjectStore store = TestStores.directory(primary.store)) {
            var mute = new Mute(store, StorageException.Kind.UNREACHABLE, false);
            assertThrows(StorageException.class, () -> take(primary, mute, Codec.LZ4));
            assertEquals(List.of(), new Catalog(store).list());
            String left = store.level(Layout.BACKUPS).folders().iterator().next();
            assertFalse(store.list(left + "tar_partitions/").isEmpty());
        }
    }

    private static String take(ArchivingServer primary, ObjectStore store, Codec codec)
            throws Exception {
        return new Taking(store, codec, WAL_LIMIT)
                .take(
                        primary.source,
                        false,
                        OptionalLong.empty(),
                        primary::switchWal,
                        new Progress());
    }

    /** Stores the sentinel, or does not, and fails either way. */
    private static final class Mute extends PassedOn {

        private final StorageException.Kind how;
        private final boolean stores;

        Mute(ObjectStore store, StorageException.Kind how, boolean stores) {
            super(store);
            this.how = how;
            this.stores = stores;
        }

        @Override
        public void put(String key, byte[] content, Existing existing) throws StorageException {
            boolean sentinel = key.endsWith(Layout.SENTINEL);
            if (!sentinel || stores) {
                super.put(key, content, existing);
            }
            if (sentinel) {
                throw new StorageException(how, "no answer");
            }
        }
    }

    @Test
    void anInterruptedBackupLeavesNothing() throws Exception {
        try (var primary = new ArchivingServer(dir);
                ObjectStore store = TestStores.directory(primary.store)) {
            primary.server.sql(
                    "CREATE TABLE orders (id int, note text)", MANY.formatted(1, 50_000));
            var progress = new Progress();
            var taking = new Taking(store, Codec.LZ4, WAL_LIMIT);
            Thread backup =
                    Thread.ofPlatform()
                            .start(
                                    () ->
                                            assertThrows(
                                                    Exception.class,
                                                    () ->
                                                            taking.take(
                                                                    primary.source,
                                                                    false,
                                                                    OptionalLong.of(2 << 20),
                                                                    () -> {},
                                                                    progress)));
            while (progress.done() < 1 << 20) {
                assertTrue(backup.isAlive());
                Thread.sleep(5);
            }
            assertTrue(new Sweeping(store).underWay().isPresent());
            backup.interrupt();
            backup.join();
            assertEquals(List.of(), new Catalog(store).list());
            assertEquals(List.of(), files(primary.store.resolve("basebackups_005")));
            assertEquals(List.of(), files(dir.resolve("run")));
        }
    }

    /** Uploads that others left cost room; a backup that is not taken costs more. */
    @Test
    void aSweepThatIsDeniedStopsNoBackup() throws Exception {
        try (var primary = new ArchivingServer(dir);
                ObjectStore store = TestStores.directory(primary.store)) {
            var progress = new Progress();
            String name =
                    new Taking(
                                    SweepingTest.refusing(
                                            store,
                                            Set.of("abortUnfinished"),
                                            StorageException.Kind.DENIED),
                                    Codec.LZ4,
                                    WAL_LIMIT)
                            .take(
                                    primary.source,
                                    false,
                                    OptionalLong.empty(),
                                    primary::switchWal,
                                    progress);
            assertEquals(name, new Catalog(store).list().getFirst().name());
            assertEquals(
                    List.of(
                            "what unfinished backups left behind stays: abortUnfinished is not yours"),
                    progress.remarks());
        }
    }

    /** No checkpoint comes by itself where nothing is written. */
    @Test
    void aReplicaOfAnIdleClusterTakesOneAfterTheOther() throws Exception {
        try (var primary = new ArchivingServer(dir);
                ObjectStore store = TestStores.directory(primary.store);
                TestServer standby = standby(primary)) {
            var source =
                    new BackupSource(
                            TestPostgres.BIN,
                            standby.data,
                            standby.conninfo(),
                            dir.resolve("pgpass"),
                            dir.resolve("run"),
                            "n2");
            var asked = new AtomicInteger();
            var leader =
                    new BaseBackups.Leader() {
                        @Override
                        public void endSegment() {
                            primary.switchWal();
                        }

                        @Override
                        public void checkpoint() {
                            asked.incrementAndGet();
                            try {
                                primary.server.sql("CHECKPOINT");
                            } catch (java.sql.SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    };
            var taking = new Taking(store, Codec.LZ4, WAL_LIMIT);
            String first = taking.take(source, false, OptionalLong.empty(), leader, new Progress());
            var progress = new Progress();
            String second = taking.take(source, false, OptionalLong.empty(), leader, progress);
            assertTrue(asked.get() >= 1, "the leader was not asked");
            assertEquals(
                    List.of(first, second),
                    new Catalog(store).list().stream().map(BaseBackup::name).toList());
            assertTrue(
                    Math.abs(progress.total() - progress.done()) < progress.done() / 10,
                    progress.total() + " were expected, and " + progress.done() + " came");
        }
    }

    private TestServer standby(ArchivingServer primary) throws Exception {
        Path data = dir.resolve("standby");
        TestServer.run(
                "pg_basebackup",
                "--dbname=" + primary.server.conninfo(),
                "--pgdata=" + data,
                "--checkpoint=fast");
        Files.createFile(data.resolve("standby.signal"));
        TestServer standby =
                TestServer.start(data, "primary_conninfo = '" + primary.server.conninfo() + "'");
        for (int i = 0; i < 600; i++) {
            try {
                if (standby.ask("postgres", "SELECT status FROM pg_stat_wal_receiver")
                        .equals("streaming")) {
                    return standby;
                }
            } catch (java.sql.SQLException _) {
                // Not yet.
            }
            Thread.sleep(50);
        }
        throw new AssertionError(standby.log());
    }

    @Test
    void logThatDoesNotComeIsNamed() throws Exception {
        try (var primary = new ArchivingServer(dir);
                ObjectStore store = TestStores.directory(dir.resolve("elsewhere"))) {
            Files.createDirectories(dir.resolve("elsewhere"));
            var e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    new Taking(store, Codec.LZ4, Duration.ofMillis(600))
                                            .take(
                                                    primary.source,
                                                    false,
                                                    OptionalLong.empty(),
                                                    () -> {},
                                                    new Progress()));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("000000010000000000000002 is missing"),
                    e.getMessage());
            assertEquals(List.of(), new Catalog(store).list());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }
}
