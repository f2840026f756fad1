package io.matriarch.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * What goes on all the time: standbys stream, then clients write wherever a server lets them. A
 * beat of it is no event of its own: whatever happens finds all the beats done that were due before
 * it, and nothing but an event can change how they go.
 */
final class Traffic {

    private static final long BEAT = 25 * World.MILLI;

    /** How often some of the log goes to the archive. */
    private static final long SEGMENT = 4 * World.SECOND;

    private final Herd herd;
    private final Dice postgresDice;
    private final Dice clientDice;
    private final Map<String, Long> lazyUntil = new HashMap<>();
    private long next = Long.MAX_VALUE;

    Traffic(Herd herd, Dice postgresDice, Dice clientDice) {
        this.herd = herd;
        this.postgresDice = postgresDice;
        this.clientDice = clientDice;
    }

    void begin() {
        next = herd.world().now() + BEAT;
        herd.world().meanwhile(this);
    }

    /** True time of the next beat. */
    long next() {
        return next;
    }

    /** The beats from the next one to {@code now}, which is the world's time, too. */
    void catchUp(long now) {
        // With nothing that ends by itself, all standbys fare alike in each of the beats.
        boolean steady =
                lazyUntil.isEmpty() && herd.network().whole() && !herd.remote().shipped().exists();
        while (next <= now) {
            herd.world().at(next);
            boolean last = next + BEAT > now;
            if (last || !steady) {
                herd.nodes().forEach(this::stream);
            }
            if (herd.remote().exists()) {
                herd.remote().beat(clientDice.between(100, 6_000));
            }
            for (SimNode node : herd.nodes()) {
                if (node.postgres().acknowledges()) {
                    write(node);
                    if (next % SEGMENT < BEAT) {
                        herd.archive().ship(node);
                    }
                }
            }
            next += BEAT;
        }
        herd.world().at(now);
    }

    private void write(SimNode node) {
        long bytes = clientDice.between(100, 6_000);
        node.postgres().write(clientDice.chance(0.01) ? bytes * 100 : bytes);
    }

    private void stream(SimNode node) {
        SimPostgres postgres = node.postgres();
        if (!postgres.isStandby() || postgres.hung() || node.paused() || !node.up()) {
            return;
        }
        if (postgres.upstream().isEmpty()) {
            postgres.notStreaming();
            if (!herd.tags().streams(node)) {
                herd.archive().log().ifPresent(new SimReceiver(herd, node)::restore);
            }
            herd.remote().shipped().fetch(node);
            return;
        }
        var receiver = new SimReceiver(herd, node);
        long budget = lazy(node) ? postgresDice.between(0, 1_500) : Long.MAX_VALUE / 4;
        if (herd.remote().is(postgres.upstream().get())) {
            receiver.stream(herd.remote(), budget);
            return;
        }
        receiver.stream(herd.node(postgres.upstream().get().name()), budget);
        if (!postgres.streaming()) {
            herd.remote().shipped().fetch(node);
        }
    }

    /** An orderly shutdown ends only when each connected standby has everything. */
    void streamOut(SimNode primary) {
        for (SimNode node : herd.nodes()) {
            SimPostgres postgres = node.postgres();
            boolean mine =
                    postgres.upstream()
                            .filter(u -> u.name().equals(primary.nodeName()))
                            .isPresent();
            boolean runs = postgres.isStandby() && !postgres.hung() && !node.paused() && node.up();
            if (mine && runs && !lazy(node) && postgres.streaming()) {
                new SimReceiver(herd, node).stream(primary, Long.MAX_VALUE / 4);
            }
        }
        if (herd.remote().exists()) {
            herd.remote().receiveAll(primary);
        }
    }

    /** This standby receives little. */
    void lazy(SimNode node, long until) {
        lazyUntil.put(node.name(), until);
    }

    private boolean lazy(SimNode node) {
        return !lazyUntil.isEmpty() && lazyUntil.getOrDefault(node.name(), 0L) > herd.world().now();
    }

    void heal() {
        lazyUntil.clear();
    }
}
