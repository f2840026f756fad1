package io.matriarch.simulation;

import org.jspecify.annotations.Nullable;

/** Virtual time: what is due first happens first, and among equals what was scheduled first. */
final class World {

    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    private final Agenda agenda = new Agenda();
    private @Nullable Traffic traffic;
    private long now;
    private long happened;

    /** True time, which no node can see; nanoseconds since the run began. */
    long now() {
        return now;
    }

    /** How many events there were. */
    long happened() {
        return happened;
    }

    void after(long delay, Runnable what) {
        agenda.add(now + Math.max(1, delay), what);
    }

    /** From now on this goes on between the events. */
    void meanwhile(Traffic next) {
        traffic = next;
    }

    /** The instant of a beat of the traffic. */
    void at(long time) {
        now = time;
    }

    /**
     * Runs to {@code end}, with a check after each event, and one right before it: what no event
     * has changed breaks a rule by the time that passes, and then goes on doing so.
     */
    void run(long end, Runnable check) {
        while (agenda.first() <= end) {
            pass(agenda.first());
            check.run();
            happened++;
            agenda.remove().run();
            check.run();
        }
        pass(end);
    }

    private void pass(long time) {
        now = time;
        if (traffic != null && traffic.next() <= time) {
            traffic.catchUp(time);
        }
    }
}
