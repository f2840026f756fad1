package io.matriarch.simulation;

import io.matriarch.agent.TenureGuard;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Tenure;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Rules of conduct: what an agent owes to operators, and may not do for nothing. */
final class Conduct {

    /** An agent that has run for so long without a pause has seen what there is to see. */
    private static final long ATTENTIVE = 3 * World.SECOND;

    /** From one look at PostgreSQL to the next one's answer. */
    private static final long LOOK = 1_500 * World.MILLI;

    /** A doubted tenure ends with the answer to a question. */
    private static final Duration ANSWER = Duration.ofMillis(600);

    private static final Duration GUARD_STOPS = Duration.ofMillis(700);

    private final Herd herd;
    private final Set<String> answered = new HashSet<>();
    private final Map<String, OperatorRequest> open = new TreeMap<>();
    private boolean tampered;
    private boolean forced;

    Conduct(Herd herd) {
        this.herd = herd;
    }

    /**
     * The lease names it, a renewal may have been confirmed or not, and nobody can see what its
     * server does: the switch keeps the last word.
     */
    private boolean mayHaveToLead(SimNode node) {
        return node.postgres().answeredLate(LOOK)
                && herd.store()
                        .lease()
                        .filter(l -> l.holder().equals(node.nodeName()) && !l.released())
                        .isPresent();
    }

    /**
     * The switch is for servers that take writes, or may come to. A standby leader hands over while
     * its server runs on: a switch that was stopped then does not know it when it wakes. And one
     * that leaves stops its server before it gives the lease back.
     */
    void switchKills(SimNode node, boolean late) {
        SimAgent agent = node.agent();
        boolean harmless = !node.postgres().primary() && !node.mayPromote();
        if (harmless
                && agent != null
                && !(herd.remote().exists() && (late || agent.because().startsWith("leaving")))
                && agent.attentive() > ATTENTIVE
                && !guardStops(node, agent.guard())
                && !mayHaveToLead(node)) {
            throw new Violation(
                    "no kill without a reason",
                    "the switch of %s kills a server that only reads, beside an agent that says: %s"
                            .formatted(node.name(), agent.because()));
        }
    }

    /** The guard's own stop, which asks nothing, is under way. */
    private static boolean guardStops(SimNode node, TenureGuard guard) {
        return guard.tenure() instanceof Tenure.Held held
                && node.clock().now().isBefore(held.until().plus(GUARD_STOPS));
    }

    /** A tenure ends with the lease, also on a machine whose clock stood still (S1). */
    void believes(SimNode node, SimAgent agent, TenureGuard guard) {
        if (!guard.validAt(node.clock().now())
                || agent.attentive() < herd.longestDoubt().plus(ANSWER).toNanos()
                || herd.invariants().mayLead(node)) {
            return;
        }
        throw new Violation(
                "nobody counts on a lease that has ended (S1)",
                node.name() + " takes its lease for valid, and others may have it");
    }

    /** pg_rewind looks at a source that still shows its old timeline (S11). */
    void misled(SimNode node, Upstream source, SimDisk mine, SimDisk theirs) {
        if (!mine.wal.isPrefixOf(theirs.wal)) {
            throw new Violation(
                    "a rewind waits for the checkpoint after the promotion (S11)",
                    "%s asks %s too early, and keeps %d bytes that %s does not have"
                            .formatted(
                                    node.name(),
                                    source.name(),
                                    mine.wal.end() - mine.wal.commonWith(theirs.wal),
                                    source.name()));
        }
    }

    /** An empty directory founds nothing where it could know better (S12). */
    void founded(SimNode node) {
        SimAgent agent = node.agent();
        if (agent != null && agent.sawData()) {
            throw new Violation(
                    "who has seen the cluster's data never founds another one (S12)",
                    node.name() + " runs initdb");
        }
    }

    void asked(OperatorRequest request) {
        forced |= request.kind() == OperatorRequest.Kind.FORCED;
        open.put(request.id(), request);
    }

    void answered(String incarnation, OperatorRequest request, String outcome) {
        if (outcome.isBlank()) {
            throw new Violation("every answer says something", request.toString());
        }
        open.remove(request.id());
        if (!answered.add(incarnation + " " + request.id())) {
            throw new Violation(
                    "a request gets one answer",
                    "%s answers %s again: %s".formatted(incarnation, request.id(), outcome));
        }
    }

    /** An operator has taken a loss upon himself. */
    boolean wasForced() {
        return forced;
    }

    /** Whatever was open or told is gone. */
    void tampered() {
        tampered = true;
        open.clear();
    }

    /** Epochs may start anew, and rise by more than one. */
    boolean wasTampered() {
        return tampered;
    }

    /** What the one who leads still owes; empty when nothing. */
    Optional<String> owed(SimNode leader) {
        if (!open.isEmpty()) {
            return Optional.of("nobody has answered " + open.values());
        }
        if (herd.store().request().isPresent()) {
            return Optional.of("the answered request is still there, and no other one can be made");
        }
        Wal.Branch branch = leader.postgres().disk().orElseThrow().wal.branch();
        boolean told = branch.parent == null || tampered || herd.invariants().doubled();
        return told || herd.store().history().stream().anyMatch(e -> tells(e, branch))
                ? Optional.empty()
                : Optional.of(
                        "the history does not say how timeline %d began"
                                .formatted(branch.timeline));
    }

    private static boolean tells(HistoryEntry entry, Wal.Branch branch) {
        return branch.parent != null
                && entry.begun().number() == branch.timeline
                && entry.timeline().number() == branch.parent.timeline
                && entry.switchPoint().equals(new Lsn(branch.fork));
    }

    /**
     * The table has lost its lease, and who could write it again is not there: all wait for an
     * operator, and say so.
     */
    boolean orphaned() {
        Optional<LeaseView> lease = herd.store().lease();
        if (lease.filter(LeaseView::released).filter(this::wiped).isPresent() || barred()) {
            return true;
        }
        return tampered
                && lease.isEmpty()
                && herd.nodes().stream().allMatch(n -> n.agent() != null && lost(n.agent()));
    }

    /**
     * The last leader's data is gone, and nobody else is fit: who leads is an operator's to say.
     */
    private boolean wiped(LeaseView lease) {
        long limit = herd.settings(lease.holder()).maximumLag();
        boolean has =
                herd.node(lease.holder())
                        .postgres()
                        .disk()
                        // What the archive had may be too old.
                        .filter(d -> d.wal.end() + limit >= lease.lsn().bytes())
                        .isPresent();
        if (has) {
            return false;
        }
        return herd.nodes().stream()
                .map(SimNode::agent)
                .allMatch(a -> a != null && waitsForAnOperator(a));
    }

    /** One that could lead must not by its tag, and nobody else can. */
    private boolean barred() {
        List<SimAgent> agents = herd.nodes().stream().map(SimNode::agent).toList();
        return agents.stream().allMatch(a -> a != null && waitsForAnOperator(a))
                && agents.stream().anyMatch(a -> a.because().contains("it is tagged nofailover"));
    }

    private static boolean waitsForAnOperator(SimAgent agent) {
        return agent.because().startsWith("not leading though")
                || agent.because().startsWith("waiting for a leader to clone from");
    }

    private static boolean lost(SimAgent agent) {
        return agent.because().startsWith("no action: the store has lost this cluster's lease")
                // The last leader, which its operator has told never to lead.
                || agent.because().startsWith("not leading: I am tagged nofailover")
                || agent.because().startsWith("asking the other members whether they have newer")
                || agent.because().endsWith("which has data: an empty directory never leads it");
    }
}
