package io.matriarch.simulation;

import java.util.PriorityQueue;

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

    /** Runs to {@code end}, with a check after each event. */
    void run(long end, Runnable check) {
        while (!queue.isEmpty() && queue.peek().at() <= end) {
            Due due = queue.remove();
            now = due.at();
            happened++;
            due.what().run();
            check.run();
        }
        now = end;
    }
}
