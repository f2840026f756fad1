package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the log of an archive ends depends on how large its segments are; they say so. */
final class SegmentsTest {

    private static final String NAME = "000000010000000200000003";

    @TempDir Path dir;

    @Test
    void theyAreCountedInTheirOwnSize() throws Exception {
        assertEquals(1 << 20, sizeWith(1 << 20));
        assertEquals(64 << 20, sizeWith(64 << 20));
    }

    @Test
    void whatSaysNothingIsOfTheUsualSize() throws Exception {
        assertEquals(16 << 20, sizeWith(12345));
    }

    private long sizeWith(int size) throws IOException {
        try (ObjectStore store = TestStores.directory(dir.resolve("s" + size))) {
            byte[] segment = new byte[8192];
            ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN).putInt(32, size);
            var packed = new ByteArrayOutputStream();
            try (var out = Codec.LZ4.writing(packed)) {
                out.write(segment);
            }
            store.put(Layout.WAL + Codec.LZ4.key(NAME), packed.toByteArray(), Existing.REPLACE);
            return new LogListing(store).read().segmentSize();
        }
    }
}
