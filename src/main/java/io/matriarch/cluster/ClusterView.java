package io.matriarch.cluster;

import java.util.Map;
import java.util.Optional;

/**
 * One consistent read of the cluster's items.
 *
 * @param pause present while an operator has the cluster paused
 */
public record ClusterView(
        Optional<LeaseView> lease,
        Map<NodeName, Member> members,
        Optional<OperatorRequest> request,
        Optional<Pause> pause) {

    public ClusterView {
        members = Map.copyOf(members);
    }

    /** Of a cluster that is not paused. */
    public ClusterView(
            Optional<LeaseView> lease,
            Map<NodeName, Member> members,
            Optional<OperatorRequest> request) {
        this(lease, members, request, Optional.empty());
    }

    /** The same with another lease. */
    public ClusterView with(Optional<LeaseView> other) {
        return new ClusterView(other, members, request, pause);
    }

    /** The same with other members. */
    public ClusterView with(Map<NodeName, Member> others) {
        return new ClusterView(lease, others, request, pause);
    }
}
