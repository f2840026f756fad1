package io.matriarch.backup.s3.wal;

import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the write-ahead log that PostgreSQL wrote and WAL-G stored. */
final class Sample {

    static final SystemId SYSTEM = new SystemId("7711255929711879939");
    static final Path FOLDER = Path.of("src/test/resources/walg");

    private Sample() {}

    /** The plain content of a sample such as {@code zst/wal_005/000000010000000000000006.zst}. */
    static byte[] content(String sample) {
        try (InputStream in =
                Codec.ofKey(sample).reading(sample, Files.newInputStream(FOLDER.resolve(sample)))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] segment6() {
        return content("zst/wal_005/000000010000000000000006.zst");
    }

    /** A segment with that name's address in its header, and nothing much else. */
    static byte[] segment(String name) {
        byte[] bytes = segment6();
        WalFile wal = WalFile.of(name).orElseThrow();
        var b = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        b.putInt(4, (int) wal.timeline());
        b.putLong(8, wal.address(bytes.length));
        return bytes;
    }

    static String name(int number) {
        return "0000000100000000%08X".formatted(number);
    }
}
