package io.matriarch.postgres;

import java.time.Duration;
import java.util.Optional;

/**
 * The process that kills PostgreSQL when its deadline passes, whatever has become of the agent
 * (S3). Its clock counts the time that a suspended machine sleeps.
 */
public interface DeadMansSwitch {

    /** A point of the switch's own clock, nanoseconds. */
    record Stamp(long nanos) {}

    /** The switch's clock now; empty when it does not answer. */
    Optional<Stamp> stamp();

    /**
     * PostgreSQL dies {@code after} the stamp unless this is called again with a later one.
     *
     * @return false when the switch did not confirm: no primary may run then
     */
    boolean arm(Stamp stamp, Duration after);

    /** Only when the server is down or replays: nothing is killed any more. */
    boolean disarm();
}
