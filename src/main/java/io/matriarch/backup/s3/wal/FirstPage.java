package io.matriarch.backup.s3.wal;

import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The header of a segment's first page: what PostgreSQL itself would check before it reads on.
 *
 * @param timeline an ancestor's in a segment in which a timeline began
 * @param address of the page in the log
 * @param segmentSize bytes
 */
record FirstPage(
        int magic,
        boolean isLong,
        long timeline,
        long address,
        SystemId systemId,
        long segmentSize) {

    static final int BYTES = 40;

    private static final int LONG_HEADER = 2;
    private static final long SMALLEST = 1L << 20;
    private static final long LARGEST = 1L << 30;

    static FirstPage read(byte[] header) {
        ByteBuffer b = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        return new FirstPage(
                Short.toUnsignedInt(b.getShort(0)),
                (b.getShort(2) & LONG_HEADER) != 0,
                Integer.toUnsignedLong(b.getInt(4)),
                b.getLong(8),
                new SystemId(Long.toUnsignedString(b.getLong(24))),
                Integer.toUnsignedLong(b.getInt(32)));
    }

    /** Empty when the file is too short to have one. */
    static Optional<FirstPage> of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(BYTES);
            return header.length < BYTES ? Optional.empty() : Optional.of(read(header));
        }
    }

    /**
     * What is wrong with a file of this name and size that begins so, in the words that follow its
     * name; empty when it is what its name says.
     */
    static Optional<String> problem(WalFile wal, Path file, Optional<SystemId> own)
            throws IOException {
        if (!wal.hasPages()) {
            return Files.size(file) > 0 ? Optional.empty() : Optional.of("is empty");
        }
        Optional<FirstPage> page = of(file);
        return page.isEmpty()
                ? Optional.of("has only %d bytes".formatted(Files.size(file)))
                : page.get().problem(wal, Files.size(file), own);
    }

    private Optional<String> problem(WalFile wal, long size, Optional<SystemId> own) {
        // Every version's number begins so: D10D is 14's, D118 is 18's.
        if (magic >>> 8 != 0xD1 || !isLong) {
            return Optional.of("does not begin with a page of the write-ahead log");
        }
        if (segmentSize < SMALLEST
                || segmentSize > LARGEST
                || Long.bitCount(segmentSize) != 1
                || size != segmentSize) {
            return Optional.of("has %d bytes, its first page says %d".formatted(size, segmentSize));
        }
        if (address != wal.address(segmentSize)) {
            return Optional.of("holds another part of the log, from %X".formatted(address));
        }
        if (timeline == 0 || timeline > wal.timeline()) {
            return Optional.of("was written on timeline %d".formatted(timeline));
        }
        return own.filter(id -> !id.equals(systemId))
                .map(
                        id ->
                                "is of the cluster with system identifier %s, this one has %s"
                                        .formatted(systemId, id));
    }
}
