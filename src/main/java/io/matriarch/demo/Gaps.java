package io.matriarch.demo;

/** The longest time between two acknowledged commits, the one that is still open included. */
final class Gaps {

    private final long begin;
    private long last;
    private long longest;
    private boolean any;

    /**
     * @param now nanoseconds of a monotonic clock, as everywhere here
     */
    Gaps(long now) {
        this.begin = now;
        this.last = now;
    }

    synchronized void acknowledged(long now) {
        if (any) {
            longest = Math.max(longest, now - last);
        }
        any = true;
        last = now;
    }

    /** From now on counts anew; a gap that is open counts from its beginning. */
    synchronized void restart() {
        longest = 0;
    }

    /** In nanoseconds; zero before the first commit. */
    synchronized long longest(long now) {
        return any ? Math.max(longest, now - last) : 0;
    }

    /** When the last commit was acknowledged, or when this began. */
    synchronized long last() {
        return any ? last : begin;
    }
}
