package io.matriarch.decision;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.SyncWait;
import java.util.Map;
import java.util.Optional;

/**
 * What the leader knows of its standbys beyond one look.
 *
 * @param force what PostgreSQL has confirmed to be in effect; empty until it has, and again after
 *     every start
 * @param from a standby that has passed this has all that was acknowledged before {@code force}
 *     was; empty until PostgreSQL has been looked at since
 * @param lags how far each standby has come, by name
 * @param looked the look that {@code from} and {@code lags} have taken in
 * @param leavingSince this agent is about to stop, and waits to be let out of the set
 */
record SyncMemory(
        Optional<Force> force,
        Optional<Lsn> from,
        Map<NodeName, Lag> lags,
        Optional<Moment> looked,
        Optional<Moment> leavingSince) {

    static final SyncMemory NOTHING =
            new SyncMemory(
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty());

    SyncMemory {
        lags = Map.copyOf(lags);
    }

    /** In effect since that moment. */
    record Force(SyncWait commits, Moment since) {}

    /** It has not passed this position yet, where the leader was at that moment. */
    record Lag(Lsn target, Moment since) {}

    SyncMemory inForce(SyncWait wait, Moment now) {
        return new SyncMemory(
                Optional.of(new Force(wait, now)), Optional.empty(), lags, looked, leavingSince);
    }

    /** Nobody knows any more what is in effect. */
    SyncMemory unknown() {
        return new SyncMemory(Optional.empty(), Optional.empty(), lags, looked, leavingSince);
    }

    SyncMemory seen(Optional<Lsn> nextFrom, Map<NodeName, Lag> nextLags, Optional<Moment> at) {
        return new SyncMemory(force, nextFrom, nextLags, at, leavingSince);
    }

    SyncMemory leaving(Moment since) {
        return new SyncMemory(force, from, lags, looked, Optional.of(since));
    }
}
