package io.matriarch.postgres.process;

import io.matriarch.postgres.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Remembers on disk which program works on the data directory. An agent that was killed leaves its
 * pg_rewind or pg_basebackup running: the next agent ends it before it touches the directory.
 */
final class Leftover {

    private final Path file;

    Leftover(Path runDir) {
        file = runDir.resolve("program.pid");
    }

    /** Kills what an earlier agent left. */
    void end() throws IOException, InterruptedException {
        if (!Files.exists(file)) {
            return;
        }
        String[] noted = Files.readString(file).strip().split(" ", 2);
        if (noted.length == 2 && noted[0].matches("\\d{1,10}")) {
            var handle = ProcessHandle.of(Long.parseLong(noted[0]));
            if (handle.isPresent() && started(handle.get()).equals(noted[1])) {
                handle.get().descendants().forEach(ProcessHandle::destroyForcibly);
                handle.get().destroyForcibly();
                awaitEnd(handle.get());
            }
        }
        Files.deleteIfExists(file);
    }

    void note(ProcessHandle process) throws JobFailure {
        try {
            WholeFile.write(file, process.pid() + " " + started(process));
        } catch (IOException e) {
            throw new JobFailure("cannot write " + file + ": " + JobFailure.words(e));
        }
    }

    void clear(ProcessHandle process) {
        try {
            if (Files.exists(file)
                    && Files.readString(file).startsWith(process.pid() + " ")
                    && !process.isAlive()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // A note of a process that is gone does no harm: its start time fits no other one.
        }
    }

    private static void awaitEnd(ProcessHandle process) throws InterruptedException {
        for (int i = 0; process.isAlive() && i < 500; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
