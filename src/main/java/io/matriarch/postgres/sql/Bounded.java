package io.matriarch.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** SQL with an end: whatever the server or the network does, the caller goes on. */
public final class Bounded {

    /** A few statements on a connection of their own. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private Bounded() {}

    /**
     * @throws SQLException class 08 when it took longer than {@code limit}
     * @throws InterruptedException when the caller is interrupted; the statement is given up
     */
    public static <T> T run(Login login, Duration limit, Work<T> work)
            throws SQLException, InterruptedException {
        var task =
                new FutureTask<T>(
                        () -> {
                            try (Connection connection = login.open(limit)) {
                                return work.on(connection);
                            }
                        });
        // An interrupt closes the socket that a virtual thread blocks on.
        Thread thread = Thread.ofVirtual().name("sql").start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new SQLException(
                    "no answer from %s:%d within %d ms"
                            .formatted(login.host(), login.port(), limit.toMillis()),
                    "08006");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new SQLException(String.valueOf(e.getCause()), "58000", e);
        } finally {
            thread.interrupt();
        }
    }
}
