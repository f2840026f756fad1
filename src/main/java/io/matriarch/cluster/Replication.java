package io.matriarch.cluster;

/**
 * What an acknowledged write is worth (S9).
 *
 * @param syncCount how many standbys each commit waits for, as far as so many are fit
 */
public record Replication(Mode mode, int syncCount) {

    public static final Replication ASYNC = new Replication(Mode.ASYNC, 1);

    /** When a commit is acknowledged. */
    public enum Mode {
        /**
         * As soon as the leader has it: what no standby has received yet is lost with the leader.
         */
        ASYNC,
        /** When the sync set has it, too; while no standby is fit the leader acknowledges alone. */
        SYNC,
        /** When the sync set has it, too; while no standby is fit nothing is acknowledged. */
        STRICT,
        /**
         * When some of the set have it, whichever come first; who leads next must see enough of
         * them. While no standby is fit the leader acknowledges alone.
         */
        QUORUM;

        /**
         * What a server is told while nobody has read yet what holds for its cluster: it must not
         * begin anew by itself after a crash, because somebody may be counted on.
         */
        public Mode untilKnown() {
            return this == ASYNC ? SYNC : this;
        }
    }

    public boolean waits() {
        return mode != Mode.ASYNC;
    }
}
