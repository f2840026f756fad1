package io.matriarch.backup.s3.wal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.Fetched;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FetcherTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir Path folder;
    private ArchiveFixture at;
    private Path target;

    @BeforeEach
    void open() throws IOException {
        at = ArchiveFixture.in(folder);
        target = at.data.resolve("pg_wal/RECOVERYXLOG");
    }

    @AfterEach
    void close() {
        at.close();
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void aSegmentComesWhateverItIsCompressedWith(Codec codec) throws IOException {
        at.stored(codec, Sample.name(6), Sample.segment6());
        assertEquals(new Fetched.Written(), fetch(Sample.name(6)));
        assertArrayEquals(Sample.segment6(), Files.readAllBytes(target));
    }

    @Test
    void historyComesAndWhatIsNotThereIsAbsent() throws IOException {
        byte[] text = "1\t0/9000000\tx\n".getBytes(StandardCharsets.UTF_8);
        at.stored(Codec.ZSTD, "00000002.history", text);
        assertEquals(new Fetched.Written(), fetch("00000002.history"));
        assertArrayEquals(text, Files.readAllBytes(target));
        Files.delete(target);
        assertEquals(new Fetched.Absent(), fetch("00000003.history"));
        assertEquals(new Fetched.Absent(), fetch(Sample.name(6)));
        assertFalse(Files.exists(target));
    }

    @Test
    void anUnfinishedSegmentIsNotTheSegment() throws IOException {
        at.stored(Codec.LZ4, Sample.name(6) + ".partial", Sample.segment6());
        at.stored(Codec.LZ4, Sample.name(6) + ".00000028.backup", new byte[] {1});
        assertEquals(new Fetched.Absent(), fetch(Sample.name(6)));
    }

    @Test
    void whatIsDamagedIsNeitherThereNorAbsent() throws IOException {
        byte[] packed =
                Files.readAllBytes(
                        Sample.FOLDER.resolve("lz4/wal_005/000000010000000000000008.lz4"));
        at.store.put(
                "wal_005/000000010000000000000008.lz4",
                Arrays.copyOf(packed, packed.length / 2),
                io.matriarch.backup.s3.objects.Existing.KEEP);
        failsWith("is damaged or cut short", Sample.name(8));
        at.stored(Codec.LZ4, Sample.name(7), Sample.segment6());
        failsWith("in the archive holds another part of the log", Sample.name(7));
        at.stored(Codec.LZ4, Sample.name(6), Arrays.copyOf(Sample.segment6(), 1 << 20));
        failsWith("in the archive has 1048576 bytes", Sample.name(6));
        at.store.put(
                "wal_005/000000010000000000000009.br",
                new byte[9],
                io.matriarch.backup.s3.objects.Existing.KEEP);
        failsWith("which only the engine wal-g reads", Sample.name(9));
        failsWith("is no file of the write-ahead log", "../../etc/passwd");
        at.belongTo(new SystemId("42"));
        at.stored(Codec.LZ4, Sample.name(10), Sample.segment(Sample.name(10)));
        failsWith("is of the cluster with system identifier", Sample.name(10));
    }

    private void failsWith(String words, String name) {
        var failed = assertInstanceOf(Fetched.Failed.class, fetch(name));
        assertTrue(failed.why().contains(words), failed.why());
        assertFalse(Files.exists(target));
    }

    @Test
    void theNextOnesAreFetchedAheadAndNoMore() throws Exception {
        for (int i = 6; i < 20; i++) {
            at.stored(Codec.LZ4, Sample.name(i), Sample.segment(Sample.name(i)));
        }
        assertEquals(new Fetched.Written(), fetch(Sample.name(6)));
        awaitAhead(8);
        // They are here: the archive is not asked for them.
        at.store.delete(at.keys());
        for (int i = 7; i < 15; i++) {
            assertEquals(new Fetched.Written(), fetch(Sample.name(i)), Sample.name(i));
            assertArrayEquals(Sample.segment(Sample.name(i)), Files.readAllBytes(target));
        }
        assertEquals(new Fetched.Absent(), fetch(Sample.name(15)));
        awaitAhead(0);
    }

    @Test
    void whatPostgresJumpsOverIsDiscarded() throws Exception {
        for (int i = 6; i < 10; i++) {
            at.stored(Codec.LZ4, Sample.name(i), Sample.segment(Sample.name(i)));
        }
        at.stored(Codec.LZ4, Sample.name(100), Sample.segment(Sample.name(100)));
        assertEquals(new Fetched.Written(), fetch(Sample.name(6)));
        awaitAhead(3);
        assertEquals(new Fetched.Written(), fetch(Sample.name(100)));
        awaitAhead(0);
    }

    private void awaitAhead(int count) throws Exception {
        List<String> here = List.of();
        for (int i = 0; i < 200; i++) {
            try (Stream<Path> files = Files.list(folder.resolve("run/wal-fetch"))) {
                here = files.map(f -> f.getFileName().toString()).sorted().toList();
            }
            if (here.size() == count && here.stream().noneMatch(f -> f.endsWith(".part"))) {
                return;
            }
            Thread.sleep(50);
        }
        assertEquals(count, here.size(), here.toString());
    }

    private Fetched fetch(String name) {
        return at.archive.fetch(name, target, LONG);
    }
}
