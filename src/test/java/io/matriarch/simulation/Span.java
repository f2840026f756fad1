package io.matriarch.simulation;

import io.matriarch.cluster.LeaseTimers;
import java.time.Duration;
import java.util.List;

/** How long a run is, and how far apart its faults: a bad minute, or a long life. */
enum Span {
    SHORT(1, 180),
    /** Hours in which something happens now and then, for clusters whose lease may be slow. */
    LONG(120, 900);

    private static final List<LeaseTimers> SLOW =
            List.of(
                    new LeaseTimers(Duration.ofSeconds(30), Duration.ofSeconds(5)),
                    new LeaseTimers(Duration.ofSeconds(60), Duration.ofSeconds(10)));

    private final int rarity;
    private final long recoverySeconds;

    Span(int rarity, long recoverySeconds) {
        this.rarity = rarity;
        this.recoverySeconds = recoverySeconds;
    }

    static Span drawn(Dice plan) {
        return plan.chance(0.005) ? LONG : SHORT;
    }

    int rarity() {
        return rarity;
    }

    /** From the first fault to the last one, where a short run has {@code rough}. */
    long faults(long rough) {
        return rough * rarity;
    }

    LeaseTimers timers(Dice plan, LeaseTimers usual) {
        return this == LONG && plan.chance(0.5) ? plan.oneOf(SLOW) : usual;
    }

    /** When the faults have stopped, all must be well again within this. */
    long recovery() {
        return recoverySeconds * World.SECOND;
    }
}
