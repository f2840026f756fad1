package io.matriarch.backup.s3.wal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.Shipped;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ShipperTest {

    private static final Shipped STORED = new Shipped.Stored();

    @TempDir Path folder;
    private ArchiveFixture at;

    @BeforeEach
    void open() throws IOException {
        at = ArchiveFixture.in(folder);
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void aSegmentIsStoredUnderWalGsName() throws IOException {
        Path file = at.ready(6);
        assertEquals(STORED, at.archive.ship(file));
        assertEquals(List.of("matriarch.json", "wal_005/000000010000000000000006.lz4"), at.keys());
        assertArrayEquals(
                Files.readAllBytes(file), at.read("wal_005/000000010000000000000006.lz4"));
    }

    @Test
    void smallFilesAreStoredToo() throws IOException {
        byte[] text =
                "1\t0/9000000\tno recovery target specified\n".getBytes(StandardCharsets.UTF_8);
        for (String name :
                List.of("00000002.history", "000000010000000000000006.00000028.backup")) {
            assertEquals(STORED, at.archive.ship(at.ready(name, text)));
            assertArrayEquals(text, at.read("wal_005/" + name + ".lz4"));
        }
        byte[] partial = Sample.content("lz4/wal_005/000000010000000000000009.partial.lz4");
        assertEquals(
                STORED, at.archive.ship(at.ready("000000010000000000000009.partial", partial)));
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD", "NONE"})
    void theSameContentIsASuccessWhateverItIsCompressedWith(Codec codec) throws IOException {
        Path file = at.ready(6);
        at.stored(codec, Sample.name(6), Files.readAllBytes(file));
        assertEquals(STORED, at.archive.ship(file));
        assertEquals(2, at.keys().size(), at.keys().toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void otherContentIsALoudFindingAndIsKept(Codec codec) throws IOException {
        byte[] theirs = Sample.segment(Sample.name(6));
        theirs[theirs.length - 1] = 1;
        at.stored(codec, Sample.name(6), theirs);
        Path file = at.ready(6);
        var refused = assertInstanceOf(Shipped.Refused.class, at.archive.ship(file));
        assertTrue(
                refused.why()
                        .endsWith(
                                "holds other content than this node's 000000010000000000000006:"
                                        + " two servers wrote timeline 1; nothing was overwritten"),
                refused.why());
        assertArrayEquals(theirs, at.read("wal_005/" + codec.key(Sample.name(6))));
    }

    @Test
    void withoutTheLeaseNothingIsShipped() throws IOException {
        at.leads.set(false);
        assertInstanceOf(Shipped.Failed.class, at.archive.ship(at.ready(6)));
        assertEquals(List.of(), at.keys());
    }

    @Test
    void whatWaitsIsShippedAheadAndThenKnown() throws Exception {
        List<Path> files =
                IntStream.range(6, 14)
                        .mapToObj(
                                i -> {
                                    try {
                                        return at.ready(i);
                                    } catch (IOException e) {
                                        throw new java.io.UncheckedIOException(e);
                                    }
                                })
                        .toList();
        assertEquals(STORED, at.archive.ship(files.getFirst()));
        for (int i = 0; i < 200 && at.keys().size() < 9; i++) {
            Thread.sleep(50);
        }
        assertEquals(9, at.keys().size());
        // Known: the archive is not asked again, not even when it is gone.
        at.store.delete(at.keys());
        for (Path file : files) {
            assertEquals(STORED, at.archive.ship(file));
        }
        assertEquals(List.of(), at.keys());
        // A tenure later nothing is known any more.
        at.leads.set(false);
        assertInstanceOf(Shipped.Failed.class, at.archive.ship(files.getFirst()));
        at.leads.set(true);
        assertEquals(STORED, at.archive.ship(files.getFirst()));
        assertTrue(at.keys().contains("wal_005/" + Sample.name(6) + ".lz4"));
    }

    @Test
    void whatAFormerLeaderDidNotShipIsFilledIn() throws IOException {
        for (int i = 5; i <= 9; i++) {
            received(Sample.name(i));
        }
        received("00000002000000000000000A");
        String history = "1\t0/9000400\tno recovery target specified\n";
        Files.writeString(at.data.resolve("pg_wal/00000002.history"), history);
        at.stored(Codec.ZSTD, Sample.name(6), Sample.segment(Sample.name(6)));
        assertEquals(STORED, at.archive.fillGaps(at.data.resolve("pg_wal")));
        // The fork is in segment 9: what follows it there is not this timeline's history.
        assertEquals(
                List.of(
                        "matriarch.json",
                        "wal_005/000000010000000000000005.lz4",
                        "wal_005/000000010000000000000006.zst",
                        "wal_005/000000010000000000000007.lz4",
                        "wal_005/000000010000000000000008.lz4",
                        "wal_005/00000002000000000000000A.lz4"),
                at.keys());
    }

    private void received(String name) throws IOException {
        Files.createFile(at.data.resolve("pg_wal/archive_status").resolve(name + ".done"));
        Files.write(at.data.resolve("pg_wal").resolve(name), Sample.segment(name));
    }

    @Test
    void aFileThatIsNotWhatItsNameSaysIsNotStored() throws IOException {
        byte[] short6 = Arrays.copyOf(Sample.segment6(), 1 << 20);
        var refused =
                assertInstanceOf(
                        Shipped.Refused.class, at.archive.ship(at.ready(Sample.name(6), short6)));
        assertEquals(
                "000000010000000000000006 has 1048576 bytes, its first page says 16777216: it is not stored",
                refused.why());
        assertInstanceOf(Shipped.Refused.class, at.archive.ship(at.data.resolve("pg_wal/foo")));
        assertEquals(List.of(), at.keys());
    }

    @Test
    void aPrefixOfAnotherClusterIsRefused() throws IOException {
        assertEquals(STORED, at.archive.ship(at.ready(6)));
        refusesOtherCluster();
    }

    @Test
    void aPrefixThatWalGFilledForAnotherClusterIsRefused() throws IOException {
        at.stored(Codec.LZ4, Sample.name(6), Sample.segment6());
        refusesOtherCluster();
        assertEquals(List.of("wal_005/000000010000000000000006.lz4"), at.keys());
    }

    private void refusesOtherCluster() throws IOException {
        at.belongTo(new SystemId("42"));
        byte[] history = "1\t0/9000000\tx\n".getBytes(StandardCharsets.UTF_8);
        try (var other =
                new S3WalArchive(
                        at.store,
                        Codec.LZ4,
                        () -> true,
                        new OwnSystemId(at.data),
                        folder.resolve("other"))) {
            var refused =
                    assertInstanceOf(
                            Shipped.Refused.class,
                            other.ship(at.ready("00000002.history", history)));
            assertTrue(
                    refused.why()
                            .endsWith(
                                    "holds the cluster with system identifier 7711255929711879939,"
                                            + " this one has 42: give it a prefix of its own"),
                    refused.why());
        }
    }
}
