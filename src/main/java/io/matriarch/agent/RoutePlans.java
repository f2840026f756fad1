package io.matriarch.agent;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Follower;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tenure;
import io.matriarch.decision.Observation;
import io.matriarch.routing.RoutePlan;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where the names of the cluster shall point, as its leader sees it. */
final class RoutePlans {

    private RoutePlans() {}

    /** Only a server that takes writes is pointed at, and only standbys that stream from it. */
    static Optional<RoutePlan> of(Observation seen, Tenure.Held held) {
        Optional<ClusterView> view = seen.store().seen();
        if (view.isEmpty()
                || !(seen.postgres().seen().orElse(null) instanceof PostgresView.Primary mine)) {
            return Optional.empty();
        }
        Map<NodeName, String> hosts = new TreeMap<>();
        Set<String> streaming = new TreeSet<>();
        mine.followers().stream()
                .filter(f -> f.state().equals("streaming"))
                .map(Follower::applicationName)
                .forEach(streaming::add);
        Set<NodeName> replicas = new TreeSet<>();
        for (Member member : view.get().members().values()) {
            hosts.put(member.name(), member.host());
            boolean streams =
                    streaming.contains(member.name().value()) || cascades(seen, member.name());
            if (streams && !member.isLeaving() && !member.tags().noloadbalance()) {
                replicas.add(member.name());
            }
        }
        // Without an entry of its own in the store yet, there is no address to point to.
        return hosts.containsKey(seen.me().name())
                ? Optional.of(
                        new RoutePlan(held.lease().epoch(), seen.me().name(), hosts, replicas))
                : Optional.empty();
    }

    /** It streams from another member. */
    private static boolean cascades(Observation seen, NodeName name) {
        return seen.peers().get(name) instanceof Reading.Seen<PeerReport>(var report, _)
                && report.streaming()
                && report.news().upstream().filter(u -> !u.equals(seen.me().name())).isPresent();
    }
}
