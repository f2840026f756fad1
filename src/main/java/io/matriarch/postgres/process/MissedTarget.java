package io.matriarch.postgres.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recovery came to the end of the log before its target: no commit is later than the time that
 * was asked for, no record begins at the position or behind it, nobody made the restore point.
 *
 * @param reached where the last record of the log begins; empty when none was replayed
 * @param committed when its last transaction was, as PostgreSQL prints it
 */
record MissedTarget(Optional<String> reached, Optional<String> committed) {

    private static final String ENDED =
            "recovery ended before configured recovery target was reached";
    private static final Pattern DONE = Pattern.compile("redo done at ([0-9A-F]+/[0-9A-F]+)");
    private static final Pattern LAST =
            Pattern.compile("last completed transaction was at log time (.+)$");

    /**
     * @param log of the server's start
     * @return empty when it ended for another reason
     */
    static Optional<MissedTarget> in(List<String> log) {
        return log.stream().anyMatch(line -> line.contains(ENDED))
                ? Optional.of(new MissedTarget(last(log, DONE), last(log, LAST)))
                : Optional.empty();
    }

    private static Optional<String> last(List<String> log, Pattern such) {
        return log.stream()
                .map(such::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .reduce((_, next) -> next);
    }

    /** What was reached, and what would restore it; nothing of the archive is lost. */
    String words(Path dataDir) {
        return "the log in the archive ends before what the restore shall reach%s%s; stop this agent, move %s away, and run matriarch restore again %s, or to an earlier point"
                .formatted(
                        reached.map(at -> ": its last record is at LSN " + at).orElse(""),
                        committed.map(at -> ", its last commit of " + at).orElse(""),
                        dataDir,
                        reached.map(at -> "with --to-lsn %s for all of it".formatted(at))
                                .orElse("without a target for all of it"));
    }
}
