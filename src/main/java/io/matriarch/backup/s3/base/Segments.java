package io.matriarch.backup.s3.base;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;

/** The names of WAL segments. */
record Segments(long size) {

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
