package io.matriarch.postgres.process;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.files.TimelineHistory;
import io.matriarch.postgres.files.WalDirectory;
import io.matriarch.postgres.sql.SourceQuery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Whether two logs that both name a timeline hold the same there. A promotion that nobody learned
 * of uses a timeline's number up, and the next one uses it again: the histories then look alike,
 * and PostgreSQL would go on in a log that is another one.
 *
 * @param segmentSize bytes
 */
record SameLog(Node node, Upstream source, long segmentSize) {

    private static final long WINDOW = 1 << 20;
    private static final long ENOUGH = 8192;

    enum Verdict {
        SAME,
        OTHER,
        /** One of the two has removed what could be compared. */
        UNKNOWN
    }

    /**
     * @param common both came this way
     * @param upTo both have it on that timeline
     */
    Verdict on(Timeline common, TimelineHistory mine, TimelineHistory theirs, Lsn begin, Lsn upTo)
            throws JobFailure, IOException, InterruptedException {
        if (!upTo.isAfter(begin)) {
            return Verdict.SAME;
        }
        long end = upTo.bytes();
        long segmentStart = (end - 1) / segmentSize * segmentSize;
        Verdict last = part(common, mine, theirs, Math.max(begin.bytes(), segmentStart), end);
        boolean little = end - segmentStart < ENOUGH && begin.bytes() < segmentStart;
        if (last == Verdict.OTHER || !little) {
            return last;
        }
        long before = Math.max(begin.bytes(), segmentStart - segmentSize);
        return part(common, mine, theirs, before, segmentStart);
    }

    /** Inside one segment. */
    private Verdict part(
            Timeline common, TimelineHistory mine, TimelineHistory theirs, long from, long to)
            throws JobFailure, IOException, InterruptedException {
        long segment = (to - 1) / segmentSize;
        long begin = Math.max(from, to - WINDOW);
        long offset = begin - segment * segmentSize;
        int length = (int) (to - begin);
        Optional<String> here = Optional.empty();
        for (String name : names(mine, common, segment)) {
            here = here.isPresent() ? here : digest(name, offset, length);
        }
        Optional<String> there = Optional.empty();
        for (String name : names(theirs, common, segment)) {
            there =
                    there.isPresent()
                            ? there
                            : Source.ask(
                                    node, source, c -> SourceQuery.digest(c, name, offset, length));
        }
        if (here.isEmpty() || there.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        return here.equals(there) ? Verdict.SAME : Verdict.OTHER;
    }

    /** The timeline's own file, or that of a later one, which began with a copy. */
    private List<String> names(TimelineHistory history, Timeline common, long segment) {
        return history.entries().stream()
                .map(TimelineHistory.Entry::timeline)
                .filter(t -> !common.isAfter(t))
                .map(t -> WalDirectory.segment(t, segment, segmentSize))
                .toList();
    }

    private Optional<String> digest(String name, long offset, int length) throws IOException {
        Path file = node.settings().dataDir().resolve("pg_wal").resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.allocate(length);
        try (var channel = FileChannel.open(file)) {
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) > 0) {}
        }
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return bytes.hasRemaining()
                    ? Optional.empty()
                    : Optional.of(HexFormat.of().formatHex(sum));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
