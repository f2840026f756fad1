package io.matriarch.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.testing.FaultyS3;
import io.matriarch.testing.FaultyS3.Fault;
import io.matriarch.testing.MotoServer;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers, the real commands: one archives, the other has nothing but the archive. */
@Tag(TestPostgres.TAG)
final class ArchivingTest {

    private static final int SEGMENTS = 22;

    @TempDir Path folder;

    @Test
    void aStandbyLivesFromTheArchiveAloneThroughAnOutage() throws Exception {
        String bucket = MotoServer.shared().bucket("e-" + UUID.randomUUID());
        try (var s3 = FaultyS3.before(MotoServer.shared().endpoint());
                var store = open(bucket + "/herd", Optional.of(s3));
                var primary = new LogServer(folder, "n1", freePort(), store, true);
                var standby = new LogServer(folder, "n2", freePort(), store, false)) {
            found(primary, standby);
            fill(primary, 1, 8);
            s3.always(Fault.SLOW_DOWN);
            fill(primary, 9, 16);
            awaitTrouble(primary);
            s3.always(Fault.NONE);
            fill(primary, 17, SEGMENTS);
            standby.await("SELECT count(*) FROM t", "" + SEGMENTS);
            awaitStored(primary);
            assertEquals(Optional.empty(), primary.health.view(primary.waiting()).trouble());
            gapless(store);
        }
    }

    /** What S3 did not give would be lost behind the end of such a recovery. */
    @Test
    @Tag(TestPostgres.SLOW)
    void aRecoveryDoesNotTakeAnOutageForTheEnd() throws Exception {
        String bucket = MotoServer.shared().bucket("e-" + UUID.randomUUID());
        try (var s3 = FaultyS3.before(MotoServer.shared().endpoint());
                var store = open(bucket + "/herd", Optional.of(s3));
                var primary = new LogServer(folder, "n1", freePort(), store, true);
                var restored = new LogServer(folder, "n2", freePort(), store, false)) {
            primary.initialize();
            primary.start();
            primary.ask("CREATE TABLE t (n int)");
            restored.restoreOf(primary);
            fill(primary, 1, 3);
            awaitStored(primary);
            s3.always(Fault.SLOW_DOWN);
            restored.startInVain();
            assertTrue(restored.log().contains("with exit code 255"), restored.log());
            assertFalse(restored.log().contains("selected new timeline"), restored.log());
            assertTrue(Files.exists(restored.data.resolve("recovery.signal")));
            assertFalse(Files.exists(restored.data.resolve("pg_wal/00000002.history")));
            s3.always(Fault.NONE);
            restored.start();
            restored.await("SELECT pg_is_in_recovery()", "f");
            assertEquals("3", restored.ask("SELECT count(*) FROM t"));
            assertEquals(
                    "00000002",
                    restored.ask("SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)"));
        }
    }

    @Test
    void aDirectoryIsAnArchiveToo() throws Exception {
        try (var store = open("file://" + folder.resolve("archive"), Optional.empty());
                var primary = new LogServer(folder, "n1", freePort(), store, true);
                var standby = new LogServer(folder, "n2", freePort(), store, false)) {
            found(primary, standby);
            fill(primary, 1, 5);
            standby.await("SELECT count(*) FROM t", "5");
        }
    }

    private static void found(LogServer primary, LogServer standby) throws Exception {
        primary.initialize();
        primary.start();
        primary.ask("CREATE TABLE t (n int)");
        standby.copyOf(primary);
        standby.start();
    }

    /** One segment for each row. */
    private static void fill(LogServer server, int from, int to) throws Exception {
        server.ask(
                "DO $$BEGIN FOR i IN %d..%d LOOP INSERT INTO t VALUES (i); COMMIT; PERFORM pg_switch_wal(); END LOOP; END$$"
                        .formatted(from, to));
    }

    private static void awaitStored(LogServer server) throws Exception {
        server.await(
                "SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'", "0");
    }

    private static void awaitTrouble(LogServer server) throws Exception {
        Optional<String> trouble = Optional.empty();
        for (int i = 0; i < 200 && trouble.isEmpty(); i++) {
            Thread.sleep(100);
            trouble = server.health.view(server.waiting()).trouble();
        }
        String line = trouble.orElse("");
        assertTrue(line.startsWith("WAL archiving has failed for "), line);
        assertTrue(line.contains("HTTP 503 SlowDown"), line);
    }

    /** Each segment from the first to the last, once. */
    private static void gapless(ObjectStore store) throws IOException {
        List<String> segments =
                store.list("wal_005/").stream()
                        .map(ObjectInfo::key)
                        .filter(k -> k.matches("wal_005/[0-9A-F]{24}\\.lz4"))
                        .toList();
        assertTrue(segments.size() >= SEGMENTS, segments.toString());
        for (int i = 0; i < segments.size(); i++) {
            assertEquals("wal_005/0000000100000000%08X.lz4".formatted(i + 1), segments.get(i));
        }
    }

    private static ObjectStore open(String address, Optional<FaultyS3> s3) {
        return ObjectStores.open(
                BackupAddress.parse(address),
                new S3Settings(
                        s3.map(FaultyS3::endpoint),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
