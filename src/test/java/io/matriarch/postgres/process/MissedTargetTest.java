package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How PostgreSQL says that its recovery ended too early. */
final class MissedTargetTest {

    private static final Path DATA = Path.of("/data");
    private static final String ENDED =
            "2026-11-22 10:00:02.000 UTC [7] FATAL:  recovery ended before configured recovery target was reached";

    @Test
    void whatWasReachedAndWhatWouldRestoreIt() {
        assertEquals(
                "the log in the archive ends before what the restore shall reach: its last record is at"
                        + " LSN 0/5000110, its last commit of 2026-11-22 09:59:58.123+00; stop this"
                        + " agent, move /data away, and run matriarch restore again with --to-lsn"
                        + " 0/5000110 for all of it, or to an earlier point",
                words(
                        "2026-11-22 10:00:01.000 UTC [7] LOG:  redo done at 0/5000110 system usage: CPU: user: 0.00 s",
                        "2026-11-22 10:00:01.000 UTC [7] LOG:  last completed transaction was at log time 2026-11-22 09:59:58.123+00",
                        ENDED,
                        "2026-11-22 10:00:02.000 UTC [1] LOG:  startup process (PID 7) exited with exit code 1",
                        "2026-11-22 10:00:02.000 UTC [9] FATAL:  the database system is shutting down"));
    }

    @Test
    void nothingWasReplayed() {
        assertEquals(
                "the log in the archive ends before what the restore shall reach; stop this agent, move"
                        + " /data away, and run matriarch restore again without a target for all of"
                        + " it, or to an earlier point",
                words(ENDED));
    }

    @Test
    void anotherEndIsNone() {
        assertEquals(
                Optional.empty(),
                MissedTarget.in(List.of("2026-11-22 10:00:02.000 UTC [7] FATAL:  disk full")));
    }

    private static String words(String... log) {
        return MissedTarget.in(List.of(log)).orElseThrow().words(DATA);
    }
}
