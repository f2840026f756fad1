package io.matriarch.cluster;

import java.util.Map;
import java.util.Optional;

/** One consistent read of the cluster's items. */
public record ClusterView(
        Optional<LeaseView> lease,
        Map<NodeName, Member> members,
        Optional<OperatorRequest> request,
        Plans plans) {

    public ClusterView {
        members = Map.copyOf(members);
    }

    /** One in which nothing is planned. */
    public ClusterView(
            Optional<LeaseView> lease,
            Map<NodeName, Member> members,
            Optional<OperatorRequest> request) {
        this(lease, members, request, Plans.NONE);
    }

    /** The same with another lease. */
    public ClusterView with(Optional<LeaseView> other) {
        return new ClusterView(other, members, request, plans);
    }

    /** The same with other members. */
    public ClusterView with(Map<NodeName, Member> others) {
        return new ClusterView(lease, others, request, plans);
    }
}
