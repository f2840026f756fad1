package io.matriarch.postgres.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Kills a server without the switch's help, when the switch itself does not answer. */
final class ByHand {

    private static final int PASSES = 50;

    private ByHand() {}

    /**
     * Backends first: one whose postmaster is gone has another parent, and would go on committing
     * unseen.
     *
     * @return true when none is left
     */
    static boolean kill(Path dataDir) {
        for (int pass = 0; pass < PASSES; pass++) {
            OptionalLong pid = PidFile.server(dataDir);
            if (pid.isEmpty()) {
                return true;
            }
            ProcessHandle.of(pid.getAsLong()).ifPresent(ByHand::killTree);
        }
        return PidFile.server(dataDir).isEmpty();
    }

    private static void killTree(ProcessHandle postmaster) {
        // Stopped, it forks no more while its backends are counted.
        stop(postmaster.pid());
        List<ProcessHandle> backends = postmaster.descendants().toList();
        backends.forEach(ProcessHandle::destroyForcibly);
        boolean _ = postmaster.destroyForcibly();
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The JDK itself has no SIGSTOP. */
    private static void stop(long pid) {
        try {
            boolean _ =
                    new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                            .start()
                            .waitFor(200, TimeUnit.MILLISECONDS);
        } catch (IOException _) {
            // Killed without being stopped first: the next pass finds what it forked.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
