package io.matriarch.simulation;

import java.util.HashMap;
import java.util.Map;

/** Who reaches whom, in each direction and for each kind of traffic, and how fast. */
final class SimNetwork {

    /** Agents talk to agents, PostgreSQL to PostgreSQL; each can be cut alone. */
    enum Traffic {
        AGENTS,
        WAL
    }

    private record Link(String from, String to, Traffic traffic) {}

    private final World world;
    private final Dice dice;
    private final Map<Link, Long> cutUntil = new HashMap<>();
    private long slowUntil;
    private double slowMillis;
    private long lossyUntil;

    SimNetwork(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
    }

    void cut(String from, String to, Traffic traffic, long until) {
        cutUntil.merge(new Link(from, to, traffic), until, Math::max);
    }

    void slow(double millis, long until) {
        slowMillis = millis;
        slowUntil = until;
    }

    void lossy(long until) {
        lossyUntil = until;
    }

    void heal() {
        cutUntil.clear();
        slowUntil = 0;
        lossyUntil = 0;
    }

    /** No way is cut. */
    boolean whole() {
        return cutUntil.isEmpty();
    }

    /** There and back. */
    boolean bothWays(String a, String b, Traffic traffic) {
        return open(a, b, traffic) && open(b, a, traffic);
    }

    boolean open(String from, String to, Traffic traffic) {
        if (whole()) {
            return true;
        }
        Long until = cutUntil.get(new Link(from, to, traffic));
        return until == null || until <= world.now();
    }

    /** Delivers unless the way is cut at either end of the journey, or the message is lost. */
    void send(String from, String to, Runnable arrives) {
        boolean slow = slowUntil > world.now();
        long delay = slow ? dice.millis(1, slowMillis) : dice.skewedMillis(0.2, 6);
        boolean lost = lossyUntil > world.now() && dice.chance(0.3);
        if (lost || !open(from, to, Traffic.AGENTS)) {
            return;
        }
        world.after(
                delay,
                () -> {
                    if (open(from, to, Traffic.AGENTS)) {
                        arrives.run();
                    }
                });
    }
}
