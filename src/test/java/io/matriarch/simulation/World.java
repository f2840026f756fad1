package io.matriarch.simulation;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Virtual time: what is due first happens first, and among equals what was scheduled first. */
final class World {

    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    private record Due(long at, long sequence, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private @Nullable Traffic traffic;
    private long now;
    private long sequence;
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
        queue.add(new Due(now + Math.max(1, delay), sequence++, what));
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
        while (!queue.isEmpty() && queue.peek().at() <= end) {
            Due due = queue.remove();
            pass(due.at());
            check.run();
            happened++;
            due.what().run();
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
