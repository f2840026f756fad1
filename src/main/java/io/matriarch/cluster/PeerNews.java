package io.matriarch.cluster;

import java.util.Optional;

/**
 * What a member tells of itself beside what a race needs.
 *
 * @param pause since when the cluster is paused, as far as this member has seen; empty when it is
 *     not
 * @param upstream whom its PostgreSQL is told to stream from
 * @param sure it looked after it was asked, and holds no more than its position says
 * @param bidding what an operator would have to say for it to lead
 * @param restarts its PostgreSQL has to restart, by nobody's order but its own
 * @param turn a leader's word on who may do so now
 */
public record PeerNews(
        String pause,
        Optional<NodeName> upstream,
        boolean sure,
        Bidding bidding,
        boolean restarts,
        Optional<NodeName> turn) {

    public static final PeerNews NONE = new PeerNews("", Optional.empty(), false, Bidding.VAIN);

    /** Of one whose PostgreSQL need not restart, and that gives nobody a turn. */
    public PeerNews(String pause, Optional<NodeName> upstream, boolean sure, Bidding bidding) {
        this(pause, upstream, sure, bidding, false, Optional.empty());
    }

    /** The same, with another upstream, or none that is known. */
    public PeerNews streaming(Optional<NodeName> from) {
        return new PeerNews(pause, from, sure, bidding, restarts, turn);
    }

    /** The same, with another word on who may restart. */
    public PeerNews giving(Optional<NodeName> next) {
        return new PeerNews(pause, upstream, sure, bidding, restarts, next);
    }

    /** The same; its position is all that it has, or may be less. */
    PeerNews sure(boolean now) {
        return new PeerNews(pause, upstream, now, bidding, restarts, turn);
    }
}
