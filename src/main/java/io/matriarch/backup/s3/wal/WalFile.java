package io.matriarch.backup.s3.wal;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A file of {@code pg_wal} that can be in the archive, by its name. */
record WalFile(String name, Kind kind) {

    /** Where the files are, below the prefix. */
    static final String FOLDER = "wal_005/";

    enum Kind {
        SEGMENT("[0-9A-F]{24}"),
        PARTIAL("[0-9A-F]{24}\\.partial"),
        BACKUP("[0-9A-F]{24}\\.[0-9A-F]{8}\\.backup"),
        HISTORY("[0-9A-F]{8}\\.history");

        private final Pattern form;

        Kind(String form) {
            this.form = Pattern.compile(form);
        }
    }

    static Optional<WalFile> of(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.form.matcher(name).matches()) {
                return Optional.of(new WalFile(name, kind));
            }
        }
        return Optional.empty();
    }

    /** Whether it holds pages of the log. */
    boolean hasPages() {
        return switch (kind) {
            case SEGMENT, PARTIAL -> true;
            case BACKUP, HISTORY -> false;
        };
    }

    long timeline() {
        return Long.parseLong(name, 0, 8, 16);
    }

    /** Where its first byte is in the log, unsigned. */
    long address(long segmentSize) {
        return (Long.parseLong(name, 8, 16, 16) << 32)
                + Long.parseLong(name, 16, 24, 16) * segmentSize;
    }

    /** The name of the segment that is {@code steps} further on the same timeline. */
    WalFile after(int steps, long segmentSize) {
        long address = address(segmentSize) + steps * segmentSize;
        return new WalFile(
                "%08X%08X%08X"
                        .formatted(
                                timeline(), address >>> 32, (address & 0xFFFF_FFFFL) / segmentSize)
                        .toUpperCase(Locale.ROOT),
                Kind.SEGMENT);
    }
}
