package io.matriarch.agent;

import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Tenure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Holds what this node's lease is worth, apart from the loop: any thread may ask, and its own
 * thread stops PostgreSQL when the tenure ends. The dead man's switch stands behind it for the case
 * that no thread of this agent runs any more.
 */
public final class TenureGuard {

    /** By which the tenure counts. */
    private LeaseTimers timers;

    /** By which the agent goes about its work: never slower than those. */
    private volatile LeaseTimers pace;

    /** Read by any thread at any time; changed under the lock only. */
    private volatile Tenure tenure = new Tenure.None();

    private boolean ended;
    private @Nullable Moment doubtedAt;

    public TenureGuard(LeaseTimers timers) {
        this.timers = timers;
        this.pace = timers;
    }

    /** As of the newest round; any thread may ask. */
    public LeaseTimers pace() {
        return pace;
    }

    void pace(LeaseTimers next) {
        pace = next;
    }

    /** By which what is held counts. */
    synchronized LeaseTimers timers() {
        return timers;
    }

    /** A write was confirmed: the tenure counts from before it was sent, never from its answer. */
    public synchronized void confirm(LeaseView lease, Moment sent) {
        confirm(lease, sent, timers);
    }

    /**
     * @param by the timers that were chosen before it was sent: the lease's ttl is at least theirs
     */
    public synchronized void confirm(LeaseView lease, Moment sent, LeaseTimers by) {
        hold(lease, sent, by, false);
    }

    /** Every peer has promised: the tenure counts from before the first was asked (S5). */
    public synchronized void confirmByPeers(LeaseView lease, Moment asked) {
        confirmByPeers(lease, asked, timers);
    }

    /**
     * @param by never longer than what is held already: a promise adds time, and no span
     */
    public synchronized void confirmByPeers(LeaseView lease, Moment asked, LeaseTimers by) {
        hold(lease, asked, by, true);
    }

    private void hold(LeaseView lease, Moment from, LeaseTimers by, boolean byPeers) {
        if (tenure instanceof Tenure.Held held
                && held.lease().epoch() == lease.epoch()
                && !held.confirmed().isBefore(from)) {
            return;
        }
        timers = by;
        tenure = new Tenure.Held(lease, from, end(from), byPeers);
        ended = false;
        notifyAll();
    }

    /**
     * What was sent before the clocks disagreed was sent longer ago than this clock says: its
     * answer adds nothing to what the doubt has left.
     */
    private Moment end(Moment from) {
        Moment full = from.plus(timers.tenure());
        Moment doubted = doubtedAt;
        return doubted != null && from.isBefore(doubted)
                ? full.min(doubted.plus(timers.doubt()))
                : full;
    }

    /** It belongs to somebody else, or this node is about to give it away. */
    public synchronized void lost() {
        tenure = new Tenure.None();
        ended = false;
        notifyAll();
    }

    /** The clocks disagree about how much time has passed: trust little until confirmed again. */
    public synchronized void doubt(Moment now) {
        doubtedAt = now;
        if (tenure instanceof Tenure.Held held) {
            tenure =
                    new Tenure.Held(
                            held.lease(),
                            held.confirmed(),
                            held.until().min(now.plus(timers.doubt())),
                            held.byPeers());
            notifyAll();
        }
    }

    public Tenure tenure() {
        return tenure;
    }

    public boolean validAt(Moment now) {
        return tenure.validAt(now);
    }

    /**
     * True once for each tenure that has run out: its caller stops PostgreSQL, now and without the
     * loop.
     */
    public synchronized boolean runsOut(Moment now) {
        if (ended || !(tenure instanceof Tenure.Held held) || now.isBefore(held.until())) {
            return false;
        }
        ended = true;
        return true;
    }

    /** Waits until the tenure changes or {@code limit} has passed. */
    public synchronized void await(Duration limit) throws InterruptedException {
        wait(Math.max(1, limit.toMillis()));
    }
}
