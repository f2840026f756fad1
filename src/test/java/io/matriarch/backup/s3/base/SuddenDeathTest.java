package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.testing.MotoServer;
import io.matriarch.testing.TestPostgres;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that are killed while they take a backup. */
final class SuddenDeathTest {

    private static final String LOG_AWAITED = "log awaited";

    @TempDir Path dir;

    @Test
    @Tag(TestPostgres.SLOW)
    void whatTheyLeaveIsInvisibleAndThenRemoved() throws Exception {
        try (var primary = new ArchivingServer(dir)) {
            primary.server.sql(
                    "CREATE TABLE orders AS SELECT gen_random_uuid() AS a, gen_random_uuid() AS b"
                            + " FROM generate_series(1, 400000) g");
            for (String instant : List.of("1", "9", "16", LOG_AWAITED)) {
                String bucket = MotoServer.shared().bucket("death-" + UUID.randomUUID());
                killedAt(instant, primary, bucket);
                try (ObjectStore store = store(bucket, MotoServer.shared().endpoint())) {
                    leftAndRemoved(instant, store);
                }
            }
        }
    }

    private void killedAt(String instant, ArchivingServer primary, String bucket) throws Exception {
        Process agent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Agent.class.getName(),
                                bucket,
                                MotoServer.shared().endpoint().toString(),
                                primary.source.dataDir().toString(),
                                primary.server.conninfo(),
                                dir.toString())
                        .redirectErrorStream(true)
                        .start();
        List<ProcessHandle> children;
        try (BufferedReader said = agent.inputReader()) {
            String line = said.readLine();
            var all = new StringBuilder();
            while (line != null && !line.equals(instant)) {
                all.append(line).append('\n');
                line = said.readLine();
            }
            assertEquals(instant, line, all.toString());
            children = agent.descendants().toList();
        } finally {
            // As kill -9: nothing of the agent's own runs any more.
            assertTrue(agent.destroyForcibly().waitFor(20, TimeUnit.SECONDS));
        }
        for (ProcessHandle child : children) {
            child.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    private static void leftAndRemoved(String instant, ObjectStore store) throws Exception {
        assertEquals(List.of(), new Catalog(store).list());
        assertEquals(Optional.empty(), new Catalog(store).newest());
        assertNotEquals(List.of(), store.list(""), instant);
        assertTrue(new Sweeping(store).underWay().isPresent(), "its agent may live");

        Instant later = Instant.now().plus(Duration.ofMinutes(11));
        var sweeping = new Sweeping(store, () -> later);
        assertEquals(Optional.empty(), sweeping.underWay());
        sweeping.removeLeft();
        assertEquals(List.of(), store.list(""), instant);
        assertEquals(0, store.abortUnfinished("", Duration.ofSeconds(-5)), "uploads are left");
    }

    private static ObjectStore store(String bucket, URI endpoint) {
        return ObjectStores.open(
                BackupAddress.parse(bucket),
                new S3Settings(
                        Optional.of(endpoint),
                        Optional.of("us-east-1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** The child; it says how many MB it has got to. */
    static final class Agent {

        private Agent() {}

        public static void main(String[] arguments) throws Exception {
            var progress = new Progress();
            Path dir = Path.of(arguments[4]);
            Thread.ofPlatform()
                    .daemon()
                    .start(
                            () -> {
                                for (long said = 0; ; ) {
                                    long now = progress.done() >> 20;
                                    for (; said < now; said++) {
                                        System.out.println(said + 1);
                                    }
                                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                                }
                            });
            var source =
                    new BackupSource(
                            TestPostgres.BIN,
                            Path.of(arguments[2]),
                            arguments[3],
                            dir.resolve("pgpass"),
                            dir.resolve("run"),
                            "n1");
            BaseBackups.Leader leader = () -> System.out.println(LOG_AWAITED);
            try (ObjectStore store = store(arguments[0], URI.create(arguments[1]))) {
                String _ =
                        new Taking(store, Codec.LZ4, Duration.ofMinutes(5))
                                .take(source, false, OptionalLong.of(16 << 20), leader, progress);
            }
        }
    }
}
