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
 */
public record PeerNews(String pause, Optional<NodeName> upstream, boolean sure, Bidding bidding) {

    public static final PeerNews NONE = new PeerNews("", Optional.empty());

    public PeerNews(String pause, Optional<NodeName> upstream) {
        this(pause, upstream, false, Bidding.VAIN);
    }

    PeerNews sure(boolean now) {
        return new PeerNews(pause, upstream, now, bidding);
    }
}
