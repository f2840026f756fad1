package io.matriarch.cluster;

/** What this node's own lease is worth, by its own clock. */
public sealed interface Tenure {

    /** No lease, or one that has ended. */
    record None() implements Tenure {}

    /**
     * A confirmed lease.
     *
     * @param lease as this node wrote it last
     * @param confirmed the moment before the write that was confirmed was sent (S1)
     * @param until from here on it counts for nothing
     * @param byPeers it rests on the peers' word, because the store is out of reach (S5)
     */
    record Held(LeaseView lease, Moment confirmed, Moment until, boolean byPeers)
            implements Tenure {}

    default boolean validAt(Moment now) {
        return switch (this) {
            case None _ -> false;
            case Held held -> now.isBefore(held.until());
        };
    }
}
