package io.matriarch.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Some clients that do nothing but commit a short row each. */
final class CommitRate {

    private CommitRate() {}

    /**
     * Commits in a second.
     *
     * @throws SQLException when a client's connection breaks
     */
    static double of(Door door, int clients, Duration span)
            throws SQLException, InterruptedException {
        var commits = new LongAdder();
        var broken = new AtomicReference<SQLException>();
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                connections.add(door.open(30));
            }
            long begin = System.nanoTime();
            long end = begin + span.toNanos();
            List<Thread> threads =
                    connections.stream()
                            .map(
                                    c ->
                                            Thread.ofPlatform()
                                                    .start(() -> commit(c, end, commits, broken)))
                            .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            SQLException first = broken.get();
            if (first != null) {
                throw first;
            }
            return commits.sum() / Words.seconds(System.nanoTime() - begin);
        } finally {
            connections.forEach(Door::slam);
        }
    }

    private static void commit(
            Connection connection,
            long end,
            LongAdder commits,
            AtomicReference<SQLException> broken) {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into rate (c) values ('a short row')")) {
            while (System.nanoTime() < end) {
                insert.executeUpdate();
                commits.increment();
            }
        } catch (SQLException e) {
            broken.set(e);
        }
    }
}
