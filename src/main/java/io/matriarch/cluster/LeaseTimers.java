package io.matriarch.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * The two durations that an operator may set, and all that follow from them. Each span counts from
 * just before the renewal was sent (S1).
 *
 * @param ttl how long a watcher sees the lease stand still before it may take it
 * @param beat how often the holder renews
 */
public record LeaseTimers(Duration ttl, Duration beat) {

    /** From SIGQUIT to the last SIGKILL of the switch, reaping included. */
    private static final Duration KILL = Duration.ofMillis(600);

    /** The agent's own stop begins this much before the switch's. */
    private static final Duration AHEAD = Duration.ofMillis(300);

    private static final Duration FAILSAFE_ROUND = Duration.ofMillis(500);

    /** PostgreSQL is gone by then: two clocks may run apart by a tenth, 5 % each way. */
    public Duration deadBy() {
        return Duration.ofNanos(ttl.toNanos() / 10 * 9);
    }

    /** The dead man's switch begins to kill. */
    public Duration switchAfter() {
        return deadBy().minus(KILL);
    }

    /** The holder no longer trusts its lease, and its guard stops PostgreSQL. */
    public Duration tenure() {
        return switchAfter().minus(AHEAD);
    }

    /** One attempt at the store may take this long. */
    public Duration attempt() {
        return Duration.ofNanos(beat.toNanos() / 10 * 8);
    }

    /**
     * After a jump of the clock a lease counts for this much longer unless it is confirmed: the
     * attempt that is under way proves nothing, and the next one may use all of its time.
     */
    public Duration doubt() {
        return attempt().multipliedBy(2);
    }

    /** All peers must have confirmed within this span. */
    public Duration failsafeRound() {
        return FAILSAFE_ROUND;
    }

    /** Unconfirmed for this long, the holder asks its peers (S5). */
    public Duration failsafeAfter() {
        return beat.plus(beat);
    }

    /** A promotion is worth starting only with this much left. */
    public Duration worthStarting() {
        return Duration.ofNanos(tenure().toNanos() / 2);
    }

    /** Followers look at the lease this often. */
    public Duration watchEvery() {
        return Duration.ofNanos(beat.toNanos() / 2);
    }

    /** Why these two cannot be safe together, with the arithmetic; empty when they can. */
    public Optional<String> contradiction() {
        Duration needed = failsafeAfter().plus(attempt()).plus(FAILSAFE_ROUND);
        if (beat.compareTo(Duration.ofMillis(200)) < 0) {
            return Optional.of("lease.beat is %s; at least 200ms is right".formatted(ms(beat)));
        }
        if (tenure().compareTo(needed) >= 0) {
            return Optional.empty();
        }
        long ttlNeeded = (needed.plus(AHEAD).plus(KILL).toMillis() * 10 + 8) / 9;
        return Optional.of(
                ("lease.ttl %s and lease.beat %s are not safe together: a holder may use its lease"
                                + " for 0.9 x ttl - %s = %s, but two beats, one attempt and one failsafe"
                                + " round take %s; lease.ttl of at least %dms is right for this beat")
                        .formatted(
                                ms(ttl),
                                ms(beat),
                                ms(KILL.plus(AHEAD)),
                                ms(tenure()),
                                ms(needed),
                                ttlNeeded));
    }

    /** The shorter of each: safe together when these and the others are. */
    public LeaseTimers least(LeaseTimers other) {
        return new LeaseTimers(
                ttl.compareTo(other.ttl) <= 0 ? ttl : other.ttl,
                beat.compareTo(other.beat) <= 0 ? beat : other.beat);
    }

    private static String ms(Duration d) {
        return d.toMillis() + "ms";
    }
}
