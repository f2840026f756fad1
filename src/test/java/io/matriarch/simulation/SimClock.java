package io.matriarch.simulation;

import io.matriarch.cluster.Moment;

/**
 * One machine's clocks, all driven by one oscillator that runs up to 5 % fast or slow: monotonic
 * (stands still while the machine is suspended), boot time (does not), and the wall clock (jumps).
 */
final class SimClock {

    static final double MAX_DRIFT = 0.05;

    private final World world;
    private final double rate;
    private final long monotonicOrigin;
    private final long bootOrigin;
    private long wallOrigin;
    private long jumpedAt = Long.MIN_VALUE / 2;
    private long suspendedSince = -1;
    private long suspended;

    SimClock(World world, Dice dice) {
        this.world = world;
        this.rate = 1 + dice.real(-MAX_DRIFT, MAX_DRIFT);
        this.monotonicOrigin = dice.between(0, 1_000_000 * World.SECOND);
        this.bootOrigin = dice.between(0, 1_000_000 * World.SECOND);
        this.wallOrigin = dice.between(0, 3_600_000) + 1_790_000_000_000L;
    }

    Moment now() {
        long running = suspendedSince >= 0 ? suspendedSince : world.now();
        return new Moment(monotonicOrigin + (long) ((running - suspended) * rate));
    }

    long boot() {
        return bootOrigin + (long) (world.now() * rate);
    }

    long wallMillis() {
        return wallOrigin + (long) (world.now() * rate) / World.MILLI;
    }

    void jump(long millis) {
        wallOrigin += millis;
        jumpedAt = world.now();
    }

    /** True time of the last jump of the wall clock. */
    long jumpedAt() {
        return jumpedAt;
    }

    /** The monotonic clock stops, as Linux' does in a suspended machine. */
    void suspend() {
        suspendedSince = world.now();
    }

    void resume() {
        if (suspendedSince >= 0) {
            suspended += world.now() - suspendedSince;
            suspendedSince = -1;
        }
    }

    /** True nanoseconds until this clock shows {@code moment}. */
    long until(Moment moment) {
        return span(moment.nanos() - now().nanos());
    }

    /** True nanoseconds that this clock takes to count {@code local} ones. */
    long span(long local) {
        return (long) (local / rate);
    }
}
