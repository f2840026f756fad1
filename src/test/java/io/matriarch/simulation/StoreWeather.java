package io.matriarch.simulation;

import java.util.HashMap;
import java.util.Map;

/** How the store's requests fare. */
final class StoreWeather {

    enum Fate {
        ARRIVES,
        REQUEST_LOST,
        ANSWER_LOST,
        LATE,
        THROTTLED
    }

    private final World world;
    private final Dice dice;
    private final Map<String, Long> cutUntil = new HashMap<>();
    private long outageUntil;
    private long flakyUntil;
    private long throttledUntil;
    private long slowUntil;
    private double slowMillis;

    StoreWeather(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
    }

    void outage(long until) {
        outageUntil = Math.max(outageUntil, until);
    }

    void cut(String node, long until) {
        cutUntil.merge(node, until, Math::max);
    }

    void flaky(long until) {
        flakyUntil = Math.max(flakyUntil, until);
    }

    void throttled(long until) {
        throttledUntil = Math.max(throttledUntil, until);
    }

    void slow(double millis, long until) {
        slowMillis = millis;
        slowUntil = Math.max(slowUntil, until);
    }

    void heal() {
        cutUntil.clear();
        outageUntil = 0;
        flakyUntil = 0;
        throttledUntil = 0;
        slowUntil = 0;
    }

    boolean reachable(String node) {
        return outageUntil <= world.now()
                && (cutUntil.isEmpty() || cutUntil.getOrDefault(node, 0L) <= world.now());
    }

    Fate fate(String node) {
        boolean flaky = flakyUntil > world.now();
        if (!reachable(node) || (flaky && dice.chance(0.4))) {
            int kind = dice.below(10);
            return kind < 7 ? Fate.REQUEST_LOST : kind < 9 ? Fate.ANSWER_LOST : Fate.LATE;
        }
        return throttledUntil > world.now() && dice.chance(0.7) ? Fate.THROTTLED : Fate.ARRIVES;
    }

    long latency(String node) {
        boolean slow = slowUntil > world.now();
        return slow ? dice.millis(5, slowMillis) : dice.skewedMillis(2, 60);
    }

    /** A request that arrives when nobody waits for it any more. */
    long lateness() {
        return dice.skewedMillis(300, 12_000);
    }
}
