package io.matriarch.cluster;

import java.util.Map;
import java.util.Optional;

/** One consistent read of the cluster's items. */
public record ClusterView(
        Optional<LeaseView> lease,
        Map<NodeName, Member> members,
        Optional<OperatorRequest> request) {

    public ClusterView {
        members = Map.copyOf(members);
    }
}
