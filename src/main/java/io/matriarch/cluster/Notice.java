package io.matriarch.cluster;

/**
 * What this node's host says of the end of its machine.
 *
 * @param at when it goes or is worked on, by this node's monotonic clock, as well as is known
 * @param said for people: what comes, and when by the wall clock
 */
public record Notice(Kind kind, Moment at, String said) {

    /** The gravest first. */
    public enum Kind {
        /** Its group ends it, and may wait for its word. */
        TERMINATING,
        /** A spot instance is taken back. */
        SPOT,
        /** Its group puts it aside: it runs on, or comes back later. */
        PUT_ASIDE,
        /** A spot instance may be taken back soon. */
        REBALANCE,
        /** The provider works on the machine. */
        MAINTENANCE
    }

    /** The machine goes, whatever anybody does. */
    public boolean certain() {
        return switch (kind) {
            case TERMINATING, SPOT -> true;
            case PUT_ASIDE, REBALANCE, MAINTENANCE -> false;
        };
    }
}
