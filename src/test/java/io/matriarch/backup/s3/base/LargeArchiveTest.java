package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.RestoreTarget;
import io.matriarch.backup.Retention;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import io.matriarch.backup.s3.wal.PrefixOwner;
import io.matriarch.cluster.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of months, in the heap that an agent has. */
final class LargeArchiveTest {

    private static final int SEGMENTS = 1_500_000;
    private static final int FIRST = 2;
    private static final int KEPT = 1000;

    @TempDir Path dir;

    @Test
    void aMillionSegmentsAreListedAndDeletedInASmallHeap() throws Exception {
        TestStores.copy("lz4", dir.resolve("archive"));
        Path said = dir.resolve("said");
        Process agent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Agent.class.getName(),
                                dir.resolve("archive").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            assertTrue(agent.waitFor(3, TimeUnit.MINUTES), "it hangs");
            assertEquals(0, agent.exitValue(), Files.readString(said));
            assertTrue(
                    Files.readString(said).contains("deleted %d".formatted(SEGMENTS - KEPT)),
                    Files.readString(said));
        } finally {
            agent.destroyForcibly();
        }
    }

    /** The child. */
    static final class Agent {

        private static final String FULL = "base_000000010000000000000002";

        private Agent() {}

        public static void main(String[] arguments) throws IOException {
            byte[] others = new byte[20 << 20];
            ObjectStore real = TestStores.directory(Path.of(arguments[0]));
            try (var store = new Months(real)) {
                if (new S3BaseBackups(store, io.matriarch.backup.s3.codec.Codec.LZ4).isEmpty()) {
                    throw new IllegalStateException("it is not empty");
                }
                Optional<?> _ = new PrefixOwner(store).find();
                var end = new RestoreTarget.Position(new Lsn((long) SEGMENTS << 24));
                BaseBackup from = new Catalog(store).reach().of(end, Optional.empty()).backup();
                sentinel(real, from);
                var deleted =
                        new Deleting(store)
                                .thinOut(
                                        new Retention(OptionalInt.of(1), OptionalInt.empty()),
                                        Instant.now());
                System.out.println("deleted " + deleted.segments() + others.length);
            }
        }

        /** One that begins where the last thousand segments do. */
        private static void sentinel(ObjectStore store, BaseBackup old) throws IOException {
            long number = FIRST + SEGMENTS - KEPT;
            Sentinel like = new Catalog(store).sentinel(FULL);
            store.put(
                    Layout.sentinel("base_" + name(number)),
                    SentinelJson.sentinel(
                            new Sentinel(
                                    new Lsn((number << 24) + 0x28),
                                    new Lsn((number << 24) + 0x100),
                                    like.version(),
                                    old.systemId(),
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

        static String name(long number) {
            return "00000001%08X%08X".formatted(number / 256, number % 256);
        }
    }

    /** A store whose log is counted, not kept. */
    private static final class Months extends PassedOn {

        private static final int PAGE = 1000;

        Months(ObjectStore store) {
            super(store);
        }

        @Override
        public void each(String prefix, Page page) throws IOException {
            if (!prefix.equals(Layout.WAL)) {
                super.each(prefix, page);
                return;
            }
            for (long n = FIRST; n < FIRST + SEGMENTS; n += PAGE) {
                List<ObjectInfo> some = new ArrayList<>();
                for (long i = n; i < n + PAGE; i++) {
                    some.add(
                            new ObjectInfo(
                                    Layout.WAL + Agent.name(i) + ".lz4", 1 << 23, Instant.EPOCH));
                }
                if (!page.take(some)) {
                    return;
                }
            }
        }

        @Override
        public void delete(Collection<String> keys) throws StorageException {
            if (keys.stream().noneMatch(k -> k.startsWith(Layout.WAL))) {
                super.delete(keys);
            }
        }

        @Override
        public int abortUnfinished(String prefix, Duration age) {
            return 0;
        }
    }
}
