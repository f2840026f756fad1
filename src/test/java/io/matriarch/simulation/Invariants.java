package io.matriarch.simulation;

import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.routing.RoutePlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules that hold at every instant, seen from above, where there is one true time. */
final class Invariants {

    /**
     * A machine that was suspended past its lease goes on where it stood; its switch fires at once,
     * and needs this long. Nothing on the machine itself can be faster.
     */
    private static final long AFTER_RESUME = 450 * World.MILLI;

    private static final int MANY_CHANGES = 12;

    private final Herd herd;

    /** When the store took this node's last write as holder. */
    private final Map<String, Long> confirmed = new HashMap<>();

    /** The node that was looked at last, and until when its newest confirmed write counts. */
    private @Nullable SimNode trusted;

    private long trustedUntil;

    private final Map<String, LeaseView> lastLease = new HashMap<>();
    private final Map<String, Long> promisedUntil = new HashMap<>();
    private final Map<String, Long> untold = new HashMap<>();
    private final Deque<Long> changes = new ArrayDeque<>();
    private int highestTimeline = 1;
    private @Nullable Wal measured;
    private final Acknowledged acknowledged;
    private final FenceRules fencing;
    private boolean calm;
    private long calmEpoch;
    private int calmStarts;
    private boolean doubled;

    Invariants(Herd herd) {
        this.herd = herd;
        this.acknowledged = new Acknowledged(herd);
        this.fencing = new FenceRules(herd);
    }

    /** Bytes of acknowledged writes that no member has any more. */
    long lost() {
        return acknowledged.lost();
    }

    /**
     * Two promotions got the same timeline number: the first leader could tell nobody of its own,
     * and PostgreSQL chooses the number. From then on PostgreSQL itself cannot tell the two logs
     * apart, so that the contents are compared no longer.
     */
    boolean doubled() {
        return doubled;
    }

    Acknowledged acknowledged() {
        return acknowledged;
    }

    FenceRules fencing() {
        return fencing;
    }

    void check() {
        acknowledged.check();
        SimNode writer = null;
        for (SimNode node : herd.nodes()) {
            if (!node.postgres().acknowledges() || justResumed(node)) {
                continue;
            }
            if (writer != null) {
                throw new Violation(
                        "at most one node takes writes",
                        "%s and %s both acknowledge".formatted(writer.name(), node.name()));
            }
            writer = node;
            withinLease(node);
            herd.remote().writing(node);
        }
    }

    /** Clients were told of all this, or could read it. */
    void acknowledged(SimNode by, Wal log) {
        boolean alone =
                (!herd.modes().areVaried() && !herd.replication().waits())
                        || foundedAnother(by)
                        || forcedFromItWhileAlone(by);
        if (!alone || !justResumed(by)) {
            acknowledged.add(by, log);
        }
    }

    /** Nobody else had what it acknowledges, and an operator made another one lead by force. */
    private boolean forcedFromItWhileAlone(SimNode node) {
        return node.postgres().commits().inForce().names().isEmpty()
                && herd.store()
                        .lease()
                        .filter(l -> !l.holder().equals(node.nodeName()))
                        .isPresent();
    }

    /** What a founder wrote that slept until others founded the cluster belongs to nobody. */
    private boolean foundedAnother(SimNode node) {
        String mine = node.postgres().disk().orElseThrow().systemId;
        return herd.store()
                .lease()
                .filter(l -> l.systemId().isKnown() && !l.systemId().toString().equals(mine))
                .isPresent();
    }

    /** With its switch stopped as well, only the agent's own doubt ends a lease that is over. */
    private long afterResume(SimNode node) {
        return node.deadMansSwitch().answers()
                ? AFTER_RESUME
                : herd.longestDoubt().plusMillis(700).toNanos();
    }

    private boolean justResumed(SimNode node) {
        return herd.world().now() - node.resumedAt() < afterResume(node);
    }

    private void withinLease(SimNode node) {
        long now = herd.world().now();
        if (node == trusted && now <= trustedUntil) {
            return;
        }
        long until = confirmed.getOrDefault(node.name(), Long.MIN_VALUE / 2) + fastest(ttl(node));
        trusted = node;
        trustedUntil = until;
        if (now > until && now > failsafeUntil(node)) {
            throw new Violation(
                    "no writes past the lease (S2)",
                    "%s acknowledges %d ms after others may take its lease"
                            .formatted(node.name(), (now - until) / World.MILLI));
        }
    }

    /** What the fastest clock needs for a span. */
    private static long fastest(long local) {
        return (long) (local / (1 + SimClock.MAX_DRIFT));
    }

    /** Until then each member that could take this node's lease has promised not to (S5). */
    private long failsafeUntil(SimNode node) {
        LeaseView lease = lastLease.get(node.name());
        if (lease == null) {
            return Long.MIN_VALUE;
        }
        long until = Long.MAX_VALUE;
        for (NodeName member : lease.failsafe()) {
            if (!member.equals(node.nodeName())) {
                String key = member + ">" + node.name();
                until = Math.min(until, promisedUntil.getOrDefault(key, Long.MIN_VALUE));
            }
        }
        return until;
    }

    long wallMillis(NodeName name) {
        return herd.node(name).clock().wallMillis();
    }

    /** No other member may take this node's lease yet. */
    boolean mayLead(SimNode node) {
        long since = confirmed.getOrDefault(node.name(), Long.MIN_VALUE / 2);
        long until = since + fastest(ttl(node));
        return herd.world().now() <= until || herd.world().now() <= failsafeUntil(node);
    }

    /** For how long the others watch what this node wrote last. */
    private long ttl(SimNode node) {
        LeaseView lease = lastLease.get(node.name());
        return (lease == null ? herd.timers().ttl() : lease.ttl()).toNanos();
    }

    void promised(SimNode by, NodeName to, long epoch, Duration ttl) {
        herd.story().detail(by.name(), "promises " + to + " to stand by in epoch " + epoch);
        long until = herd.world().now() + fastest(ttl.toNanos());
        promisedUntil.merge(by.name() + ">" + to, until, Math::max);
    }

    void leaseWritten(Optional<LeaseView> before, LeaseView next) {
        if (herd.story().detailed()) {
            herd.story().detail("store", EventWords.lease(next));
        }
        before.ifPresent(b -> rises(b, next));
        fencing.leaseWritten(before, next);
        SimNode holder = herd.node(next.holder());
        boolean counts = !next.released() && !next.incarnation().isEmpty();
        if (counts) {
            confirmed.put(holder.name(), herd.world().now());
            trusted = null;
            lastLease.put(holder.name(), next);
        }
        for (SimNode node : herd.nodes()) {
            boolean may = counts && node == holder;
            boolean excused = justResumed(node) || herd.world().now() <= failsafeUntil(node);
            if (!may && !excused && node.postgres().acknowledges()) {
                throw new Violation(
                        "a lease changes hands only when its holder has stopped (S2)",
                        "%s acknowledges while the lease becomes %s".formatted(node.name(), next));
            }
        }
        if (counts && holder.postgres().isPrimary()) {
            measured = holder.postgres().disk().orElseThrow().wal.upTo(next.lsn().bytes());
        }
        before.filter(b -> b.epoch() < next.epoch()).ifPresent(_ -> rests());
        before.filter(b -> b.epoch() == next.epoch())
                .filter(b -> !b.sync().standbys(b.holder()).isEmpty() && next.sync().isEmpty())
                .ifPresent(_ -> herd.config().releases(holder));
        before.filter(b -> b.epoch() < next.epoch())
                .ifPresent(
                        b -> {
                            acknowledged.changesHands(b);
                            herd.tags().takes(holder);
                        });
        if (herd.waits() && counts) {
            holder.postgres().disk().ifPresent(d -> acknowledged.keeps(holder, d.wal));
        }
        before.filter(_ -> next.incarnation().isEmpty())
                .map(b -> herd.node(b.holder()))
                // A standby leader has acknowledged nothing.
                .filter(from -> from.postgres().disk().filter(d -> !d.standbySignal).isPresent())
                .ifPresent(from -> handedOver(from, holder));
        if (calm && next.epoch() != calmEpoch) {
            throw new Violation(
                    "no failover without a reason",
                    "the lease went to epoch %d though nothing serious happened"
                            .formatted(next.epoch()));
        }
    }

    private void rests() {
        long now = herd.world().now();
        changes.addLast(now);
        if (changes.size() > MANY_CHANGES && now - changes.removeFirst() < 5 * World.SECOND) {
            throw new Violation(
                    "the lease comes to rest",
                    "it changed hands %d times within 5 s".formatted(MANY_CHANGES));
        }
    }

    private static void handedOver(SimNode from, SimNode to) {
        Wal had = from.postgres().disk().orElseThrow().wal;
        Wal has = to.postgres().disk().orElseThrow().wal;
        if (!had.isPrefixOf(has)) {
            throw new Violation(
                    "a hand-over loses nothing (S10)",
                    "%s hands over to %s, which has all up to %d; it ends at %d itself"
                            .formatted(from.name(), to.name(), had.commonWith(has), had.end()));
        }
    }

    private void rises(LeaseView before, LeaseView next) {
        boolean epoch = next.epoch() > before.epoch();
        boolean beat = next.epoch() == before.epoch() && next.beat() > before.beat();
        if (!epoch && !beat) {
            throw new Violation("epochs and beats only rise", before + " became " + next);
        }
        if (before.timeline().isAfter(next.timeline())) {
            throw new Violation("the lease's timeline only rises", before + " became " + next);
        }
        if (epoch == next.holder().equals(before.holder())
                && epoch
                && !before.released()
                && next.epoch() - before.epoch() > 1
                && !herd.conduct().wasTampered()) {
            throw new Violation("an epoch rises by one", before + " became " + next);
        }
    }

    void promoted(SimNode node, Wal.Branch branch) {
        Wal mine = node.postgres().disk().orElseThrow().wal;
        doubled |= branch.timeline <= highestTimeline;
        highestTimeline = Math.max(highestTimeline, branch.timeline);
        fencing.promoted(node);
        herd.tags().promoted(node);
        acknowledged.keeps(node, mine);
        if (measured == null || justResumed(node) || herd.waits()) {
            return;
        }
        long lacking = measured.end() - measured.commonWith(mine);
        boolean forced =
                herd.store()
                        .request()
                        .filter(r -> r.kind() != OperatorRequest.Kind.SWITCHOVER)
                        .isPresent();
        if (lacking > herd.settings(node.nodeName()).maximumLag() && !forced) {
            throw new Violation(
                    "what is lost is within the limit (S6)",
                    "%s leads without %d bytes that the last leader had told of"
                            .formatted(node.name(), lacking));
        }
    }

    /** This cluster was demoted, and the one that it follows has all that it acknowledged. */
    void leadsElsewhere(Wal there) {
        measured = null;
        acknowledged.leaves(there, doubled);
    }

    /** PostgreSQL chose this number in another cluster. */
    void begunElsewhere(Wal.Branch branch) {
        doubled |= branch.timeline <= highestTimeline;
        highestTimeline = Math.max(highestTimeline, branch.timeline);
    }

    /** A founder that dies before its lease names the data has founded nothing (S12). */
    void initialized(SimNode node) {
        if (herd.store().lease().filter(l -> l.systemId().isKnown()).isPresent()) {
            throw new Violation(
                    "no initdb for a cluster that has data (S12)",
                    node.name() + " ran another one");
        }
        herd.conduct().founded(node);
        highestTimeline = 1;
        measured = null;
        acknowledged.forget();
    }

    void streams(SimNode standby, SimNode source, Wal mine, Wal theirs) {
        if (!doubled && !mine.isPrefixOf(theirs)) {
            throw new Violation(
                    "a standby holds nothing that its leader does not hold",
                    "%s streams from %s, but they part at %d: %s at %d on timeline %d"
                            .formatted(
                                    standby.name(),
                                    source.name(),
                                    mine.commonWith(theirs),
                                    standby.name(),
                                    mine.end(),
                                    mine.branch().timeline));
        }
    }

    void dropped(SimNode node, Wal mine, Wal theirs, long believed) {
        long truly = mine.end() - mine.commonWith(theirs);
        if (truly > 0) {
            untold.put(node.name(), believed);
        }
    }

    void told(SimNode node, JobOutcome outcome) {
        if (outcome instanceof JobOutcome.Rewound(long bytes, _)
                && untold.getOrDefault(node.name(), -1L) == bytes) {
            untold.remove(node.name());
        }
    }

    void decided(SimNode node, String because) {
        if (because.isBlank()) {
            throw new Violation("every decision has its sentence", node.name() + " said nothing");
        }
    }

    void routesFellBack(long epoch, RoutePlan late) {
        throw new Violation(
                "a former leader's routes never replace those of a later one (S13)",
                "routes of epoch %d were overwritten with those of epoch %d, which point to %s"
                        .formatted(epoch, late.epoch(), late.leader()));
    }

    /** From here on nothing happens that the lease does not tolerate. */
    void calmFromNow() {
        calm = true;
        calmEpoch = herd.store().lease().orElseThrow().epoch();
        calmStarts = starts();
    }

    private int starts() {
        int starts = 0;
        for (SimNode node : herd.nodes()) {
            starts += node.postgres().primaryStarts();
        }
        return starts;
    }

    void checkCalm() {
        if (calm && starts() != calmStarts) {
            throw new Violation(
                    "no restart without a reason", "PostgreSQL began to take writes once more");
        }
    }
}
