package io.matriarch.postgres.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Ends what is left of a server whose switch has died. */
final class SwitchRemains {

    private static final int GRACE_MILLIS = 400;
    private static final int LOOK_EVERY_MILLIS = 10;

    private SwitchRemains() {}

    /**
     * The kernel sent the postmaster SIGQUIT when the switch died, which is the end of most. A
     * postmaster that is stopped does not hear it, so what still lives after the grace is killed.
     */
    static void end(ProcessHandle postmaster) {
        List<ProcessHandle> family =
                Stream.concat(postmaster.descendants(), Stream.of(postmaster)).toList();
        if (allGone(family)) {
            return;
        }
        Stream.concat(postmaster.descendants(), family.stream())
                .forEach(ProcessHandle::destroyForcibly);
        allGone(family);
    }

    private static boolean allGone(List<ProcessHandle> family) {
        for (int waited = 0; family.stream().anyMatch(SwitchRemains::lives); ) {
            if (waited >= GRACE_MILLIS) {
                return false;
            }
            try {
                Thread.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
            waited += LOOK_EVERY_MILLIS;
        }
        return true;
    }

    /** A zombie, which only waits for its new parent, is as dead as one that was reaped. */
    private static boolean lives(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }
}
