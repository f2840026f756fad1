package io.matriarch.postgres.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** {@code postmaster.pid}, which the server keeps in its data directory. */
final class PidFile {

    private static final int STATUS_LINE = 7;

    private PidFile() {}

    /** The live server of this directory, whoever started it. */
    static OptionalLong server(Path dataDir) {
        List<String> lines = lines(dataDir);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("-?\\d{1,10}")) {
            return OptionalLong.empty();
        }
        // A single-user server writes its own number with a minus.
        long pid = Math.abs(Long.parseLong(lines.getFirst().strip()));
        return ProcFs.alive(pid) && ProcFs.worksIn(pid, dataDir)
                ? OptionalLong.of(pid)
                : OptionalLong.empty();
    }

    /** True when that server says that it takes connections. */
    static boolean ready(Path dataDir, long pid) {
        List<String> lines = lines(dataDir);
        return lines.size() > STATUS_LINE
                && lines.getFirst().strip().equals(Long.toString(pid))
                && lines.get(STATUS_LINE).strip().equals("ready");
    }

    private static List<String> lines(Path dataDir) {
        try {
            return Files.readAllLines(dataDir.resolve("postmaster.pid"));
        } catch (IOException _) {
            return List.of();
        }
    }
}
