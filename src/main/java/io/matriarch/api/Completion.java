package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PeerReport;
import java.util.Optional;

/** Watches what becomes of a request that was written. */
final class Completion {
    private static final long POLL_MILLIS = 25;
    private static final int POLLS = 30_000 / 25;

    /** The lease may be on its way to the heir while the request is gone already. */
    private static final int SETTLE_POLLS = 1_000 / 25;

    private final Agent agent;
    private final OperatorRequest request;
    private final Optional<NodeName> oldLeader;
    private final long oldEpoch;

    private long lastRead;
    private int newReads;
    private boolean shown;
    private int gonePolls;

    Completion(Agent agent, OperatorRequest request, Optional<LeaseView> before) {
        this.agent = agent;
        this.request = request;
        this.oldLeader = before.map(LeaseView::holder);
        this.oldEpoch = before.map(LeaseView::epoch).orElse(0L);
        this.lastRead = agent.snapshot().storeSeenMillis();
    }

    Answer await() {
        for (int i = 0; i < POLLS; i++) {
            Snapshot s = agent.snapshot();
            Optional<Answer> end = done(s).or(() -> refused(s));
            if (end.isPresent()) {
                return end.get();
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return new Answer(503, verb() + " status unknown: this agent is stopping");
            }
        }
        Snapshot s = agent.snapshot();
        return new Answer(
                503,
                "%s status unknown after %d s: %s"
                        .formatted(verb(), POLLS * POLL_MILLIS / 1000, s.because()));
    }

    /** Another member holds a newer lease, and takes writes or follows the other cluster. */
    private Optional<Answer> done(Snapshot s) {
        return lease(s).filter(l -> l.epoch() > oldEpoch && !l.released())
                .map(LeaseView::holder)
                .filter(holder -> !Optional.of(holder).equals(oldLeader))
                .filter(holder -> leads(holder, s))
                .map(
                        holder ->
                                request.to().map(holder::equals).orElse(true)
                                        ? new Answer(
                                                200,
                                                "Successfully %s over to \"%s\""
                                                        .formatted(past(), holder))
                                        : new Answer(
                                                200,
                                                "%s over to \"%s\" instead of \"%s\""
                                                        .formatted(
                                                                capital(past()),
                                                                holder,
                                                                request.to().orElse(holder))));
    }

    /** The request is gone, and the lease stayed where it was. */
    private Optional<Answer> refused(Snapshot s) {
        if (!isGone(s)) {
            gonePolls = 0;
            return Optional.empty();
        }
        gonePolls++;
        return gonePolls < SETTLE_POLLS
                ? Optional.empty()
                : lease(s).filter(l -> !l.released() && Optional.of(l.holder()).equals(oldLeader))
                        .map(
                                l ->
                                        new Answer(
                                                503,
                                                "%s failed, %s still leads: %s"
                                                        .formatted(
                                                                verb(),
                                                                l.holder(),
                                                                sentence(l.holder(), s))));
    }

    /** A read that began before the write does not show the request: two later ones must agree. */
    private boolean isGone(Snapshot s) {
        if (s.storeSeenMillis() != lastRead) {
            lastRead = s.storeSeenMillis();
            newReads++;
        }
        boolean open =
                s.store()
                        .flatMap(ClusterView::request)
                        .filter(r -> r.id().equals(request.id()))
                        .isPresent();
        shown |= open;
        return !open && (shown || newReads >= 2);
    }

    private boolean leads(NodeName holder, Snapshot s) {
        if (holder.equals(s.self())) {
            return agent.takesWrites() || isStandbyLeader(s.me());
        }
        var answer = s.peers().get(holder);
        boolean says = answer != null && answer.seen().filter(PeerReport::primary).isPresent();
        return says
                || member(holder, s)
                        .filter(m -> isRunningLeader(m) || isStandbyLeader(m))
                        .isPresent();
    }

    /** Of a cluster that follows another one: nobody there takes writes. */
    private static boolean isStandbyLeader(Member m) {
        return m.role().equals("standby_leader")
                && (m.state().equals("streaming") || m.state().equals("running"));
    }

    private static boolean isRunningLeader(Member m) {
        return m.role().equals("leader") && m.state().equals("running");
    }

    private static Optional<LeaseView> lease(Snapshot s) {
        return s.store().flatMap(ClusterView::lease);
    }

    private static Optional<Member> member(NodeName name, Snapshot s) {
        return s.store().map(v -> v.members().get(name));
    }

    private static String sentence(NodeName leader, Snapshot s) {
        return leader.equals(s.self())
                ? s.because()
                : member(leader, s).map(Member::sentence).orElse("it has not said why");
    }

    private String verb() {
        return request.kind() == OperatorRequest.Kind.SWITCHOVER ? "Switchover" : "Failover";
    }

    private String past() {
        return request.kind() == OperatorRequest.Kind.SWITCHOVER ? "switched" : "failed";
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
