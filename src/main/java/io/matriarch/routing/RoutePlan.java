package io.matriarch.routing;

import io.matriarch.cluster.NodeName;
import java.util.Map;
import java.util.Set;

/**
 * Where the names of a cluster shall point, as its leader sees it.
 *
 * @param epoch of the lease under which this is written: the fencing token of the routes
 * @param leader takes writes; its host is in {@code hosts}
 * @param hosts the address of each member's PostgreSQL
 * @param replicas the members that stream from the leader; may be empty
 */
public record RoutePlan(
        long epoch, NodeName leader, Map<NodeName, String> hosts, Set<NodeName> replicas) {

    public RoutePlan {
        hosts = Map.copyOf(hosts);
        replicas = Set.copyOf(replicas);
    }
}
