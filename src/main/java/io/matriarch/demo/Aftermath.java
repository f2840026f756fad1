package io.matriarch.demo;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits until what an order did is over for the clients, and then tells what they saw. */
final class Aftermath {

    /** A lease of six seconds, and time to take it. */
    private static final long QUIET_SECONDS = 9;

    private static final long LIMIT_SECONDS = 90;

    private final Herd herd;
    private final Meter meter;
    private final Screen screen;
    private Thread watcher = Thread.ofVirtual().unstarted(() -> {});
    private Thread comebacks = Thread.ofVirtual().unstarted(() -> {});

    Aftermath(Herd herd, Meter meter, Screen screen) {
        this.herd = herd;
        this.meter = meter;
        this.screen = screen;
    }

    /** Begins to measure; call it right before the deed. */
    void begin() {
        watcher.interrupt();
        Optional<String> before = herd.look().leader();
        meter.begin();
        watcher = Thread.ofVirtual().name("aftermath").start(() -> watch(before));
    }

    /** Tells when the node streams again; other orders do not interrupt that. */
    void begin(Comeback comeback) {
        comebacks = Thread.ofVirtual().name("comeback").start(() -> watch(comeback));
    }

    void await() throws InterruptedException {
        for (Thread thread : List.of(watcher, comebacks)) {
            if (thread.isAlive()) {
                thread.join();
            }
        }
    }

    private void watch(Comeback comeback) {
        try {
            long begin = System.nanoTime();
            while (!comeback.streams()) {
                if (seconds(begin) > LIMIT_SECONDS) {
                    screen.event("the destroyed node does not stream yet; `list` shows why");
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            screen.event(comeback.sentence());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            screen.event("the destroyed node's log cannot be read: " + e.getMessage());
        }
    }

    private void watch(Optional<String> before) {
        try {
            long begin = System.nanoTime();
            while (!isOver(begin)) {
                if (seconds(begin) > LIMIT_SECONDS) {
                    screen.event("nobody serves clients yet; `list` shows why");
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            tell(before);
        } catch (InterruptedException _) {
            // Another order came: its own aftermath tells.
        }
    }

    private boolean isOver(long begin) {
        boolean serves = meter.flows() && herd.look().leader().isPresent();
        return serves && (meter.resumed() || seconds(begin) > QUIET_SECONDS);
    }

    private void tell(Optional<String> before) throws InterruptedException {
        String leader = herd.look().leader().orElse("nobody");
        boolean same = before.equals(Optional.of(leader));
        try {
            screen.event(
                    "%s %s; %s"
                            .formatted(
                                    leader,
                                    same ? "still leads" : "leads",
                                    meter.read().sentence()));
        } catch (SQLException e) {
            screen.event(
                    "%s leads, but does not show its rows: %s".formatted(leader, e.getMessage()));
        }
    }

    private static long seconds(long begin) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    }
}
