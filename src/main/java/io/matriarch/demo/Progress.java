package io.matriarch.demo;

import java.util.concurrent.TimeUnit;

/** Says every few seconds how the writer gets on. */
final class Progress implements AutoCloseable {

    private static final long STEP_SECONDS = 5;

    private final Meter meter;
    private final Screen screen;
    private final Thread thread;

    Progress(Meter meter, Screen screen) {
        this.meter = meter;
        this.screen = screen;
        this.thread = Thread.ofVirtual().name("progress").start(this::run);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        int before = 0;
        while (pause()) {
            int now = meter.acknowledged();
            screen.event(
                    "writer  %s acknowledged, %s/s; longest gap %s"
                            .formatted(
                                    Words.counted(now, "row"),
                                    Words.count((now - before) / STEP_SECONDS),
                                    Words.span(meter.longestGap())));
            before = now;
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.SECONDS.sleep(STEP_SECONDS);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }
}
