package io.matriarch.postgres.process;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the write-ahead log in a directory ends, as {@code pg_waldump} reads it. */
final class WalEnd {

    private static final Pattern RECORD =
            Pattern.compile("len \\(rec/tot\\):\\s*\\d+/\\s*(\\d+),.* lsn: ([0-9A-F]+/[0-9A-F]+),");
    private static final long PAGE = 8192;
    private static final long PAGE_HEADER = 24;

    private WalEnd() {}

    /**
     * @param from where a record begins, or the log ends
     * @return {@code from} when nothing follows there; empty when the log cannot be read
     */
    static Optional<Lsn> after(Node node, Timeline timeline, Lsn from)
            throws JobFailure, InterruptedException {
        Programs.Ended ended =
                node.programs()
                        .run(
                                Duration.ofMinutes(10),
                                "pg_waldump",
                                "--path=" + node.settings().dataDir().resolve("pg_wal"),
                                "--timeline=" + timeline,
                                "--start=" + from);
        return read(ended.output(), ended.lastWords(), from);
    }

    /** It always ends with an error, since the log has no other end than a bad record. */
    static Optional<Lsn> read(String printed, String lastWords, Lsn from) {
        Optional<Matcher> last =
                printed.lines()
                        .map(RECORD::matcher)
                        .filter(Matcher::find)
                        .reduce((_, next) -> next);
        if (last.isPresent()) {
            return last.map(r -> end(Lsn.parse(r.group(2)), Long.parseLong(r.group(1))));
        }
        boolean nothingThere =
                lastWords.contains("could not find a valid record")
                        || lastWords.contains("could not find file")
                        || lastWords.contains("could not open file")
                        || lastWords.contains("could not locate");
        return nothingThere ? Optional.of(from) : Optional.empty();
    }

    /** Records are aligned to eight bytes, and continue behind the header of each next page. */
    private static Lsn end(Lsn begin, long length) {
        long left = (length + 7) & ~7L;
        long at = begin.bytes();
        while (left > 0) {
            long inPage = Math.min(left, PAGE - at % PAGE);
            at += inPage;
            left -= inPage;
            if (left > 0) {
                at += PAGE_HEADER;
            }
        }
        return new Lsn(at);
    }
}
