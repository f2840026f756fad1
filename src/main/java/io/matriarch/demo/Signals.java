package io.matriarch.demo;

import java.io.IOException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Sends signals to processes; those that are gone already are no error. */
final class Signals {

    private Signals() {}

    static void stop(Collection<Long> pids) throws IOException {
        shell(pids, "kill -s STOP %1$s");
    }

    static void cont(Collection<Long> pids) throws IOException {
        shell(pids, "kill -s CONT %1$s");
    }

    static void kill(Collection<Long> pids) throws IOException {
        shell(pids, "kill -s KILL %1$s");
    }

    /**
     * Freezes all before the first dies, so that none lives long enough to notice another's end.
     */
    static void killAtOnce(Collection<Long> pids) throws IOException {
        shell(pids, "kill -s STOP %1$s; kill -s KILL %1$s");
    }

    private static void shell(Collection<Long> pids, String script) throws IOException {
        if (pids.isEmpty()) {
            return;
        }
        String all = pids.stream().map(String::valueOf).collect(Collectors.joining(" "));
        Process sh =
                new ProcessBuilder("/bin/sh", "-c", script.formatted(all))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        sh.onExit().join();
    }
}
