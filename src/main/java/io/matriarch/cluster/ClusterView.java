package io.matriarch.cluster;

import java.util.Map;
import java.util.Optional;

/**
 * One consistent read of the cluster's items.
 *
 * @param config what belongs to the cluster; empty when nobody has written it yet
 */
public record ClusterView(
        Optional<LeaseView> lease,
        Map<NodeName, Member> members,
        Optional<OperatorRequest> request,
        Optional<ConfigDocument> config) {

    public ClusterView {
        members = Map.copyOf(members);
    }

    /** The same with another lease. */
    public ClusterView with(Optional<LeaseView> other) {
        return new ClusterView(other, members, request, config);
    }

    /** Without a document. */
    public ClusterView(
            Optional<LeaseView> lease,
            Map<NodeName, Member> members,
            Optional<OperatorRequest> request) {
        this(lease, members, request, Optional.empty());
    }
}
