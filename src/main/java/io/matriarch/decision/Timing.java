package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import java.time.Duration;

/**
 * How long leases count while their timers change. A lease says how long the others watch it, and
 * its holder may never count on it for longer: a greater span is written before anybody holds by
 * it, a smaller one only after all that still holds by the greater one is over.
 *
 * @param wanted what the cluster's document says
 * @param heldMost the longest ttl by which this node, or its switch, may hold a lease at present
 * @param lastSeen the ttl of the lease that was seen last
 */
public record Timing(Duration wanted, Duration heldMost, Duration lastSeen) {

    /** Timers never change. */
    public static final Timing FIXED = new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** What a renewal says. */
    Duration renewing(Duration own) {
        return longer(longer(own, wanted), heldMost);
    }

    /**
     * What a lease says that takes another one's place: an earlier run may hold, or may have
     * promised to stand by, for as long as that one said.
     */
    Duration taking(Duration own, LeaseView over) {
        return longer(renewing(own), over.ttl());
    }

    /** Whoever led by a lease that is gone has written it again by then, or has stopped. */
    Duration founding(Duration own) {
        return longer(longer(own, wanted), lastSeen);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
