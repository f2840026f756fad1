package io.matriarch.cluster;

/**
 * What another agent answers when it is asked directly; fresh, and small enough to be served while
 * its SQL hangs.
 *
 * @param primary its PostgreSQL takes writes
 * @param holdsLease it holds the lease by its own clock at this instant
 * @param epoch of the lease that it holds, or last saw
 * @param eligible by its own view it may lead: nobody yields to one that may not
 * @param position max(received, replayed) of a standby, the current position of a primary
 * @param checkpointed a primary that has checkpointed since its promotion (S11)
 * @param priority the higher one wins among equals
 * @param leaving its agent is about to stop: no commit should wait for it
 * @param departing its machine may go: it leads, or is waited for, only when nobody else can be
 * @param news what else it tells
 */
public record PeerReport(
        NodeName name,
        boolean primary,
        boolean holdsLease,
        long epoch,
        boolean eligible,
        Timeline timeline,
        Lsn position,
        boolean streaming,
        boolean checkpointed,
        int priority,
        boolean leaving,
        boolean departing,
        PeerNews news) {

    /** Of one that tells nothing else. */
    public PeerReport(
            NodeName name,
            boolean primary,
            boolean holdsLease,
            long epoch,
            boolean eligible,
            Timeline timeline,
            Lsn position,
            boolean streaming,
            boolean checkpointed,
            int priority,
            boolean leaving,
            boolean departing) {
        this(
                name,
                primary,
                holdsLease,
                epoch,
                eligible,
                timeline,
                position,
                streaming,
                checkpointed,
                priority,
                leaving,
                departing,
                PeerNews.NONE);
    }

    /** Of one whose machine stays. */
    public PeerReport(
            NodeName name,
            boolean primary,
            boolean holdsLease,
            long epoch,
            boolean eligible,
            Timeline timeline,
            Lsn position,
            boolean streaming,
            boolean checkpointed,
            int priority,
            boolean leaving) {
        this(
                name,
                primary,
                holdsLease,
                epoch,
                eligible,
                timeline,
                position,
                streaming,
                checkpointed,
                priority,
                leaving,
                false);
    }

    /**
     * A standby that looked after it was asked, and has no more than its position says: only this
     * counts as a vote (S6).
     */
    public boolean sure() {
        return news.sure();
    }

    /**
     * It may lead when an operator asks for it so: the request itself may not have reached it yet.
     */
    public boolean mayLead(OperatorRequest.Kind asked) {
        return eligible || news.bidding().isMetBy(asked);
    }

    /** The same, told from memory: it may be further by now. */
    public PeerReport fromMemory() {
        return sure(false);
    }

    /** The same; its position is all that it has, or may be less. */
    public PeerReport sure(boolean now) {
        return new PeerReport(
                name,
                primary,
                holdsLease,
                epoch,
                eligible,
                timeline,
                position,
                streaming,
                checkpointed,
                priority,
                leaving,
                departing,
                news.sure(now));
    }
}
