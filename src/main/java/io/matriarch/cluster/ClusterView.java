package io.matriarch.cluster;

import java.util.Map;
import java.util.Optional;

/**
 * One consistent read of the cluster's items.
 *
 * @param config what belongs to the cluster; empty when nobody has written it yet
 * @param pause present while an operator has the cluster paused
 * @param plans what operators planned
 */
public record ClusterView(
        Optional<LeaseView> lease,
        Map<NodeName, Member> members,
        Optional<OperatorRequest> request,
        Optional<ConfigDocument> config,
        Optional<Pause> pause,
        Plans plans) {

    public ClusterView {
        members = Map.copyOf(members);
    }

    /** Without a document, not paused, with nothing planned. */
    public ClusterView(
            Optional<LeaseView> lease,
            Map<NodeName, Member> members,
            Optional<OperatorRequest> request) {
        this(lease, members, request, Optional.empty(), Optional.empty(), Plans.NONE);
    }

    /** The same with another lease. */
    public ClusterView with(Optional<LeaseView> other) {
        return new ClusterView(other, members, request, config, pause, plans);
    }

    /** The same with other members. */
    public ClusterView with(Map<NodeName, Member> others) {
        return new ClusterView(lease, others, request, config, pause, plans);
    }

    /** The same while this pause lasts, or none. */
    public ClusterView paused(Optional<Pause> now) {
        return new ClusterView(lease, members, request, config, now, plans);
    }
}
