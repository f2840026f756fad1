package io.matriarch.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Finds who leads as a good client does: knocks at all doors at once, every 10 ms, and stays in a
 * standby's room until it is promoted.
 */
final class LeaderSearch {

    private static final long PAUSE_MILLIS = 10;

    private final List<Door> doors;

    LeaderSearch(List<Door> doors) {
        this.doors = List.copyOf(doors);
    }

    /** Waits until somebody leads. */
    Connection find() throws InterruptedException {
        var found = new CompletableFuture<Connection>();
        doors.forEach(door -> Thread.ofVirtual().name("knock").start(() -> knock(door, found)));
        try {
            return found.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing ends a search like this", e);
        } finally {
            // Interrupted: those who knock go home.
            found.cancel(false);
        }
    }

    private static void knock(Door door, CompletableFuture<Connection> found) {
        while (!found.isDone() && pause()) {
            try {
                Connection room = door.open();
                try {
                    stay(room, found);
                } finally {
                    if (found.isCancelled() || found.getNow(null) != room) {
                        Door.slam(room);
                    }
                }
            } catch (SQLException _) {
                // Not now; again in a moment.
            }
        }
    }

    private static void stay(Connection room, CompletableFuture<Connection> found)
            throws SQLException {
        while (!found.isDone()) {
            if (Door.leads(room)) {
                found.complete(room);
                return;
            }
            pause();
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
