package io.matriarch.cluster;

import java.time.Duration;

/**
 * A point of one node's monotonic clock, in nanoseconds from an origin that only that node knows.
 * Moments of two nodes cannot be compared (S1), so a moment never leaves its node.
 */
public record Moment(long nanos) implements Comparable<Moment> {

    public Moment plus(Duration span) {
        return new Moment(nanos + span.toNanos());
    }

    public Moment minus(Duration span) {
        return new Moment(nanos - span.toNanos());
    }

    /** The span from {@code earlier} to here; negative when this one is earlier. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    public boolean isBefore(Moment other) {
        return nanos - other.nanos < 0;
    }

    /** True from this moment on: {@code other} has been reached. */
    public boolean reached(Moment other) {
        return nanos - other.nanos >= 0;
    }

    public Moment min(Moment other) {
        return isBefore(other) ? this : other;
    }

    public Moment max(Moment other) {
        return isBefore(other) ? other : this;
    }

    @Override
    public int compareTo(Moment other) {
        return Long.signum(nanos - other.nanos);
    }
}
