package io.matriarch.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks every server directly, each 50 ms, whether it leads, and adds up when two do. */
final class Sampler implements AutoCloseable {

    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(50);

    private final Overlap overlap = new Overlap();
    private final List<Thread> eyes;

    Sampler(List<Door> doors) {
        eyes =
                doors.stream()
                        .map(
                                d ->
                                        Thread.ofPlatform()
                                                .daemon()
                                                .name("eye on " + d.name())
                                                .start(() -> watch(d)))
                        .toList();
    }

    double secondsWithTwo() {
        return overlap.instants() * STEP / 1e9;
    }

    void restart() {
        overlap.restart();
    }

    @Override
    public void close() {
        eyes.forEach(Thread::interrupt);
    }

    private void watch(Door door) {
        Connection connection = null;
        while (awaitNextInstant()) {
            try {
                if (connection == null) {
                    connection = door.open();
                }
                ask(door, connection);
            } catch (SQLException _) {
                connection = hangUp(connection);
            }
        }
        hangUp(connection);
    }

    /** An answer that came late says nothing about the instant in which it was asked for. */
    private void ask(Door door, Connection connection) throws SQLException {
        long asked = System.nanoTime();
        if (Door.leads(connection) && System.nanoTime() - asked <= 2 * STEP) {
            overlap.leads(door.name(), Math.floorDiv(asked, STEP));
        }
    }

    private static @Nullable Connection hangUp(@Nullable Connection connection) {
        if (connection != null) {
            Door.slam(connection);
        }
        return null;
    }

    /** All eyes open in the same instant. */
    private static boolean awaitNextInstant() {
        try {
            long now = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(STEP - Math.floorMod(now, STEP));
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }
}
