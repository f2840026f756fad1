package io.matriarch.postgres.process;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.PostgresJob.Stop.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Starts and stops the server, as a child of the dead man's switch. */
record ServerProcess(Node node) {

    private static final Duration POLL = Duration.ofMillis(5);

    /** A server that was started, and where its part of the log begins. */
    record Started(long pid, long logFrom) {}

    /** The server that the switch holds. */
    OptionalLong running() {
        var status = node.lifeline().status();
        return status.isPresent() && status.get().pid() != 0
                ? OptionalLong.of(status.get().pid())
                : OptionalLong.empty();
    }

    /**
     * @throws JobFailure when the switch refuses, or somebody else's server uses the directory
     */
    Started start(boolean guarded) throws JobFailure, IOException, InterruptedException {
        Path dataDir = node.settings().dataDir();
        if (running().isEmpty() && PidFile.server(dataDir).isPresent()) {
            throw new JobFailure(foreign(dataDir, PidFile.server(dataDir).getAsLong()));
        }
        var command = new ArrayList<String>();
        command.add(node.programs().path("postgres").toString());
        command.add("-D");
        command.add(dataDir.toString());
        node.fixed()
                .forEach(
                        (key, value) -> {
                            command.add("-c");
                            command.add(key + "=" + value);
                        });
        long logFrom = log().rotated();
        return switch (node.lifeline().start(guarded, log().file(), command)) {
            case SwitchClient.Started.Running(long pid) -> new Started(pid, logFrom);
            case SwitchClient.Started.Refused(var why) ->
                    throw new JobFailure("the dead man's switch refused the start: " + why);
        };
    }

    static String foreign(Path dataDir, long pid) {
        return "a PostgreSQL server that Matriarch did not start runs in %s (process %d): stop it first"
                .formatted(dataDir, pid);
    }

    /**
     * Waits until the server takes connections.
     *
     * @param limit none: until it does, or the caller is interrupted, which leaves it running
     * @return false when it runs but was not ready within the limit
     * @throws JobFailure its last words when it ended instead
     */
    boolean awaitReady(Started started, Optional<Duration> limit)
            throws JobFailure, InterruptedException {
        Moment begin = node.clock().get();
        while (!PidFile.ready(node.settings().dataDir(), started.pid())) {
            if (!ProcFs.alive(started.pid())) {
                throw new JobFailure(
                        "PostgreSQL did not start: " + log().lastWords(started.logFrom()));
            }
            if (limit.isPresent() && elapsed(begin).compareTo(limit.get()) > 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        return true;
    }

    /**
     * Ends the server; what has not ended after {@code within} is killed.
     *
     * @return what is worth telling
     */
    String stop(Mode mode, Duration within) throws JobFailure, InterruptedException {
        Moment begin = node.clock().get();
        OptionalLong server = running();
        String signal =
                switch (mode) {
                    case FAST -> "INT";
                    case IMMEDIATE -> "QUIT";
                    case KILL -> "";
                };
        if (!signal.isEmpty() && server.isPresent() && node.lifeline().signal(signal)) {
            while (elapsed(begin).compareTo(within) < 0) {
                if (!ProcFs.alive(server.getAsLong()) && noneLeft()) {
                    return "";
                }
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            }
        }
        if (noneLeft()) {
            return "";
        }
        if (!node.lifeline().kill()) {
            throw new JobFailure("PostgreSQL was killed, but some of its processes are not gone");
        }
        return mode == Mode.KILL
                ? ""
                : "PostgreSQL had not stopped after %d ms and was killed"
                        .formatted(within.toMillis());
    }

    private boolean noneLeft() {
        return node.lifeline().status().filter(s -> s.pid() == 0 && s.left() == 0).isPresent();
    }

    ServerLog log() {
        return new ServerLog(node.settings().runDir().resolve("postgres.log"));
    }

    private Duration elapsed(Moment since) {
        return node.clock().get().since(since);
    }
}
