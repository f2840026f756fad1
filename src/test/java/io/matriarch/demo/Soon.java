package io.matriarch.demo;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** What need not be so yet, but must be within a minute. */
final class Soon {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private Soon() {}

    /**
     * @param seen a server that does not answer yet is looked at again
     */
    static void equal(Object expected, Callable<?> seen) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        Object last;
        do {
            try {
                last = seen.call();
                if (expected.equals(last)) {
                    return;
                }
            } catch (SQLException e) {
                last = e.getMessage();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        } while (System.nanoTime() < end);
        throw new AssertionError("expected: %s%nstill is: %s".formatted(expected, last));
    }
}
