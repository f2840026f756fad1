package io.matriarch.backup.s3.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CodecTest {

    private static final Path SAMPLES = Path.of("src/test/resources/walg");

    /** Checksums that the programs lz4 and zstd gave. */
    @TestFactory
    Stream<DynamicTest> whatWalGWroteDecodesByteForByte() throws IOException {
        return Files.readAllLines(SAMPLES.resolve("sums.txt")).stream()
                .map(line -> line.split("  "))
                .map(p -> DynamicTest.dynamicTest(p[1], () -> assertEquals(p[0], sum(p[1]))));
    }

    private static String sum(String sample) throws Exception {
        try (InputStream in =
                Codec.ofKey(sample)
                        .reading(sample, Files.newInputStream(SAMPLES.resolve(sample)))) {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void whatIsWrittenIsRead(Codec codec) throws IOException {
        for (int size : new int[] {1, 1000, 3_000_001}) {
            byte[] content = content(size);
            assertArrayEquals(content, read(codec, written(codec, content)), codec + " " + size);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD", "GZIP"})
    void aStreamThatIsCutShortSaysSo(Codec codec) throws IOException {
        byte[] stored = written(codec, content(700_000));
        for (int length : new int[] {0, 1, 6, stored.length / 2, stored.length - 1}) {
            var e =
                    assertThrows(
                            UnreadableFormat.class,
                            () -> read(codec, Arrays.copyOf(stored, length)),
                            codec + " cut to " + length + " bytes");
            assertTrue(String.valueOf(e.getMessage()).startsWith("k is damaged or cut short: "));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD", "GZIP"})
    void aFlippedBitIsFound(Codec codec) throws IOException {
        byte[] stored = written(codec, content(100_000));
        stored[stored.length / 2] ^= 4;
        assertThrows(UnreadableFormat.class, () -> read(codec, stored));
    }

    /** WAL-G compresses, encrypts, and keeps the name of the compression. */
    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD", "GZIP"})
    void whatIsEncryptedIsRefusedByItsFirstBytes(Codec codec) {
        byte[] encrypted = new byte[100_000];
        new Random(7).nextBytes(encrypted);
        var e = assertThrows(UnreadableFormat.class, () -> read(codec, encrypted));
        assertEquals(
                "k does not begin as its name says: it is damaged, or encrypted on the client's side, which only the engine wal-g reads: set backup.engine: wal-g",
                e.getMessage());
    }

    @Test
    void aFailureOfTheStoreIsPassedOnAsItIs() throws IOException {
        var failure = new IOException("the store is gone");
        byte[] stored = Arrays.copyOf(written(Codec.LZ4, content(100_000)), 20);
        var broken =
                new SequenceInputStream(
                        new ByteArrayInputStream(stored),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw failure;
                            }
                        });
        var seen =
                assertThrows(
                        IOException.class, () -> Codec.LZ4.reading("k", broken).readAllBytes());
        assertSame(failure, seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tar.br", "a.lzma", "wal/000000010000000000000001.lzo"})
    void whatOnlyWalGReadsIsRefusedByItsName(String key) {
        var e = assertThrows(UnreadableFormat.class, () -> Codec.ofKey(key));
        assertTrue(
                String.valueOf(e.getMessage()).contains("which only the engine wal-g reads"),
                e.getMessage());
    }

    @Test
    void theExtensionTellsTheCodec() throws IOException {
        assertEquals(Codec.NONE, Codec.ofKey("wal_005/00000002.history"));
        assertEquals("00000002.history", Codec.plainName("00000002.history.zst"));
        assertEquals("00000002.history", Codec.plainName("00000002.history.br"));
        assertEquals("00000002.history", Codec.plainName("00000002.history"));
        assertEquals("00000002.history.lz4", Codec.LZ4.key("00000002.history"));
    }

    private static byte[] written(Codec codec, byte[] content) throws IOException {
        var stored = new ByteArrayOutputStream();
        try (var out = codec.writing(stored)) {
            out.write(content);
        }
        return stored.toByteArray();
    }

    private static byte[] read(Codec codec, byte[] stored) throws IOException {
        try (InputStream in = codec.reading("k", new ByteArrayInputStream(stored))) {
            return in.readAllBytes();
        }
    }

    /** Half noise, half zeros. */
    private static byte[] content(int size) {
        byte[] content = new byte[size];
        byte[] noise = new byte[Math.max(1, size / 2)];
        new Random(size).nextBytes(noise);
        System.arraycopy(noise, 0, content, 0, noise.length);
        return content;
    }
}
