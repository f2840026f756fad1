package io.matriarch.api;

import io.matriarch.agent.Snapshot;
import io.matriarch.agent.Trial;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import java.util.Optional;
import java.util.stream.Collectors;

/** What must be true before an operator's request is worth writing down. */
final class Preconditions {
    private final OperatorCall call;
    private final Snapshot snapshot;
    private final ClusterView store;
    private final Trial trial;
    private final Optional<NodeName> leader;

    /**
     * @param trial what the request would come to
     */
    Preconditions(OperatorCall call, Snapshot snapshot, ClusterView store, Trial trial) {
        this.call = call;
        this.snapshot = snapshot;
        this.trial = trial;
        this.store = store;
        this.leader = store.lease().filter(l -> !l.released()).map(LeaseView::holder);
    }

    /** Why not, in one sentence; empty when all is well. */
    Optional<String> broken() {
        return leaderMismatch()
                .or(this::otherRequest)
                .or(this::nobodyElse)
                .or(() -> call.candidate().flatMap(this::unfit))
                .or(this::nobodyFit);
    }

    /** What is to happen later finds other members fit than are so now. */
    private Optional<String> nobodyFit() {
        return call.schedule().isPresent() ? Optional.empty() : trial.refusal();
    }

    private Optional<String> leaderMismatch() {
        if (call.leader().isEmpty() || call.leader().equals(leader)) {
            return Optional.empty();
        }
        return Optional.of(
                leader.map(l -> "leader name does not match: %s leads".formatted(l))
                        .orElse("nobody leads now: use failover to name the member that shall"));
    }

    private Optional<String> otherRequest() {
        return store.request()
                .map(
                        r ->
                                "another %s is under way"
                                        .formatted(
                                                r.kind() == OperatorRequest.Kind.SWITCHOVER
                                                        ? "switchover"
                                                        : "failover"));
    }

    private Optional<String> nobodyElse() {
        boolean alone =
                store.members().keySet().stream().noneMatch(n -> !Optional.of(n).equals(leader));
        return alone
                ? Optional.of("the cluster has no member besides its leader")
                : Optional.empty();
    }

    private Optional<String> unfit(NodeName candidate) {
        // Who holds the lease and waits for a machine to stop may be told to wait no longer.
        boolean forced = call.kind() == OperatorRequest.Kind.FORCED;
        if (Optional.of(candidate).equals(leader) && !forced) {
            return Optional.of("%s leads already".formatted(candidate));
        }
        if (!store.members().containsKey(candidate)) {
            return Optional.of("candidate %s does not exist".formatted(candidate));
        }
        if (!store.members().get(candidate).tags().mayLead()) {
            return Optional.of("candidate %s is tagged nofailover".formatted(candidate));
        }
        Optional<String> outside = outside(candidate);
        if (outside.isPresent()) {
            return outside;
        }
        return switch (snapshot.peers().get(candidate)) {
            case Reading.Missing<PeerReport>(var why) ->
                    Optional.of("candidate %s does not answer: %s".formatted(candidate, why));
            case Reading.Seen<PeerReport> _ -> Optional.empty();
            case null -> Optional.empty();
        };
    }

    /** Only the sync set, and the last holder itself, have all that was acknowledged. */
    private Optional<String> outside(NodeName candidate) {
        return store.lease()
                .filter(_ -> call.kind() != OperatorRequest.Kind.FORCED)
                .filter(l -> !l.sync().isEmpty() && !l.holder().equals(candidate))
                .filter(l -> !l.sync().names().contains(candidate))
                .map(
                        l ->
                                "candidate %s is not in the sync set: only %s has all that was acknowledged; a forced failover may lose writes"
                                        .formatted(
                                                candidate,
                                                l.sync().names().stream()
                                                        .map(NodeName::value)
                                                        .collect(Collectors.joining(", "))));
    }
}
