package io.matriarch.backup.s3.base;

import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.codec.UnreadableFormat;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The names of WAL segments. */
record Segments(long size) {

    /** PostgreSQL's default: 16 MB. */
    static final Segments USUAL = new Segments(16L << 20);

    private static final long SMALLEST = 1L << 20;
    private static final long LARGEST = 1L << 30;

    /** What the first page's header says, and where. */
    private static final int HEADER = 40;

    private static final int SIZE = 32;

    /** As an archived one says of itself; the usual ones when it says nothing that can be read. */
    static Segments of(ObjectStore store, ObjectInfo segment) throws IOException {
        try (InputStream in =
                Codec.ofKey(segment.key()).reading(segment.key(), store.open(segment.key()))) {
            byte[] header = in.readNBytes(HEADER);
            long size =
                    header.length < HEADER
                            ? 0
                            : Integer.toUnsignedLong(
                                    ByteBuffer.wrap(header)
                                            .order(ByteOrder.LITTLE_ENDIAN)
                                            .getInt(SIZE));
            boolean known = size >= SMALLEST && size <= LARGEST && Long.bitCount(size) == 1;
            return known ? new Segments(size) : USUAL;
        } catch (UnreadableFormat _) {
            return USUAL;
        }
    }

    /** Of the segment that holds {@code lsn}. */
    long number(Lsn lsn) {
        return Long.divideUnsigned(lsn.bytes(), size);
    }

    /** Of the segment that holds the byte before {@code end}. */
    long last(Lsn end) {
        return Long.divideUnsigned(end.bytes() - 1, size);
    }

    /** One past the segment of this name. */
    Lsn end(String name) {
        long log = Long.parseLong(name, 8, 16, 16);
        long segment = Long.parseLong(name, 16, 24, 16);
        return new Lsn((log << 32) + (segment + 1) * size);
    }

    String name(Timeline timeline, long number) {
        long each = (1L << 32) / size;
        return "%08X%08X%08X".formatted(timeline.number(), number / each, number % each);
    }
}
