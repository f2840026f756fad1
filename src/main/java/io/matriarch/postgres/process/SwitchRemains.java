package io.matriarch.postgres.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Ends what is left of a server whose switch has died. */
final class SwitchRemains {

    private static final Duration GRACE = Duration.ofMillis(400);

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
        postmaster.descendants().forEach(ProcessHandle::destroyForcibly);
        family.forEach(ProcessHandle::destroyForcibly);
        allGone(family);
    }

    private static boolean allGone(List<ProcessHandle> family) {
        try {
            CompletableFuture.allOf(
                            family.stream()
                                    .map(ProcessHandle::onExit)
                                    .toArray(CompletableFuture<?>[]::new))
                    .get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
