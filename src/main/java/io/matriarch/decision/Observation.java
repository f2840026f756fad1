package io.matriarch.decision;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Myself;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Notice;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.SlotView;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.Tenure;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that one round knows. Each source was read with a deadline of its own.
 *
 * @param store the newest read; a lease write's own answer counts as one
 * @param attempted the highest beat that this run has tried to write: each attempt has its own, so
 *     that an answer names the attempt that succeeded
 * @param told the sync sets of the newest confirmed lease write and of all that were tried since
 * @param lastWrite when the newest lease write was sent; absent before the first
 * @param writing a lease write is under way
 * @param asking a failsafe round is under way
 * @param lastAsked when the newest failsafe round was sent
 * @param peersAsked when the peers were asked last
 * @param askingPeers that round is still under way
 * @param job what is being done to PostgreSQL
 * @param armed the dead man's switch holds a deadline
 * @param unarmed how many confirmed lease writes in a row the switch has not confirmed
 * @param recording a write of the history is under way
 * @param outranked the epoch that the routes name when it is later than this node's; else 0
 * @param stopping the agent was told to end
 * @param fencing a machine is being asked to stop
 * @param fences what is known of the machines of leaders that vanished
 * @param notice what the host says of the machine's end
 * @param group how the machine stands with the group that it belongs to
 * @param pause an operator has the cluster paused, as far as is known
 * @param orders what operators ask of this node
 * @param slots how the permanent slots of this server stand
 * @param remote the cluster that this one follows, if any
 * @param timing how long leases count while their timers change
 * @param unsure what its operators say of the cluster's promises could not be read
 */
public record Observation(
        Moment now,
        Myself me,
        Reading<ClusterView> store,
        Tenure tenure,
        Reading<PostgresView> postgres,
        Map<NodeName, Reading<PeerReport>> peers,
        long attempted,
        Set<SyncSet> told,
        Optional<Moment> lastWrite,
        boolean writing,
        boolean asking,
        Optional<Moment> lastAsked,
        Optional<Moment> peersAsked,
        boolean askingPeers,
        Optional<RunningJob> job,
        boolean armed,
        int unarmed,
        boolean recording,
        long outranked,
        boolean stopping,
        boolean fencing,
        Map<NodeName, Fence> fences,
        Optional<Notice> notice,
        GroupView group,
        Optional<Pause> pause,
        Orders orders,
        SlotView slots,
        RemoteView remote,
        Timing timing,
        boolean unsure) {

    private static final Duration FRESH = Duration.ofMillis(1200);

    public Observation {
        peers = Map.copyOf(peers);
        told = Set.copyOf(told);
        fences = Map.copyOf(fences);
    }

    boolean paused() {
        return pause.isPresent();
    }

    Optional<LeaseView> lease() {
        return store.seen().flatMap(ClusterView::lease);
    }

    Optional<PostgresView> server() {
        return postgres.seen();
    }

    /** Where the member's PostgreSQL is; empty when the store does not say. */
    Optional<Upstream> upstream(NodeName name) {
        return store.seen()
                .map(view -> view.members().get(name))
                .map((Member m) -> new Upstream(name, m.host(), m.port()));
    }

    /** Some write of the lease may name it as one that has what was acknowledged. */
    public boolean tells(NodeName name) {
        return told.stream().anyMatch(set -> set.names().contains(name));
    }

    /** What the peer said last, be it some seconds old. */
    Optional<PeerReport> report(NodeName name) {
        Reading<PeerReport> reading = peers.get(name);
        return reading == null ? Optional.empty() : reading.seen();
    }

    /** What the peer said just now: good enough to race by (S7). */
    Optional<PeerReport> fresh(NodeName name) {
        return peers.get(name) instanceof Reading.Seen<PeerReport>(var report, var at)
                        && now.since(at).compareTo(FRESH) <= 0
                ? Optional.of(report)
                : Optional.empty();
    }

    /** All fresh reports. */
    List<PeerReport> freshReports() {
        return peers.keySet().stream().sorted().flatMap(name -> fresh(name).stream()).toList();
    }

    /** The peers have answered, or failed to, since at most {@code age} ago. */
    boolean askedWithin(Duration age) {
        return !askingPeers
                && peersAsked.isPresent()
                && now.since(peersAsked.get()).compareTo(age) <= 0;
    }
}
