package io.matriarch.cluster;

import java.util.Map;
import java.util.Optional;

/**
 * One consistent read of the cluster's items.
 *
 * @param config what belongs to the cluster; empty when nobody has written it yet
 * @param plans what operators planned
 */
public record ClusterView(
        Optional<LeaseView> lease,
        Map<NodeName, Member> members,
        Optional<OperatorRequest> request,
        Optional<ConfigDocument> config,
        Plans plans) {

    public ClusterView {
        members = Map.copyOf(members);
    }

    /** The same with another lease. */
    public ClusterView with(Optional<LeaseView> other) {
        return new ClusterView(other, members, request, config, plans);
    }

    /** The same with other members. */
    public ClusterView with(Map<NodeName, Member> others) {
        return new ClusterView(lease, others, request, config, plans);
    }

    /** Without a document. */
    public ClusterView(
            Optional<LeaseView> lease,
            Map<NodeName, Member> members,
            Optional<OperatorRequest> request) {
        this(lease, members, request, Optional.empty());
    }

    /** One in which nothing is planned. */
    public ClusterView(
            Optional<LeaseView> lease,
            Map<NodeName, Member> members,
            Optional<OperatorRequest> request,
            Optional<ConfigDocument> config) {
        this(lease, members, request, config, Plans.NONE);
    }
}
