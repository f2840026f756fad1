package io.matriarch.cluster;

import java.util.Locale;

/** A position in the write-ahead log, in bytes from its beginning; unsigned. */
public record Lsn(long bytes) implements Comparable<Lsn> {

    public static final Lsn ZERO = new Lsn(0);

    /**
     * Reads PostgreSQL's own form, {@code 16/B374D848}.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("\"" + text + "\" is no LSN, such as 0/3000060");
        }
        try {
            long high = Long.parseUnsignedLong(text, 0, slash, 16);
            long low = Long.parseUnsignedLong(text, slash + 1, text.length(), 16);
            return new Lsn((high << 32) | low);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("\"" + text + "\" is no LSN, such as 0/3000060");
        }
    }

    /** Bytes from {@code earlier} to here; negative when this one is behind. */
    public long minus(Lsn earlier) {
        return bytes - earlier.bytes;
    }

    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    public Lsn max(Lsn other) {
        return isAfter(other) ? this : other;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return hex(bytes >>> 32) + "/" + hex(bytes & 0xFFFF_FFFFL);
    }

    private static String hex(long half) {
        return Long.toHexString(half).toUpperCase(Locale.ROOT);
    }
}
