package io.matriarch.routing.route53;

import io.matriarch.cluster.NodeName;
import io.matriarch.routing.RoutePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The records of one cluster: everything below {@code CLUSTER.ZONE} is its own. */
final class WantedRecords {

    /** Seconds: what a client's resolver may keep of a leader that is gone. */
    static final long TTL = 5;

    private static final Pattern EPOCH = Pattern.compile("\"epoch=([0-9]{1,18}) .*");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final String below;

    /**
     * @param zone with its last dot
     */
    WantedRecords(String cluster, String zone) {
        this.below = "." + cluster + "." + zone;
    }

    /** The end that the names of this cluster have in common. */
    String below() {
        return below;
    }

    /** The record that names the lease under which the others were written. */
    boolean isFence(ZoneRecord record) {
        return record.name().equals("primary" + below) && record.type().equals("TXT");
    }

    /** The epoch that the fence names; 0 where there is none to read. */
    long epoch(List<ZoneRecord> present) {
        return present.stream()
                .filter(this::isFence)
                .flatMap(r -> r.values().stream())
                .map(EPOCH::matcher)
                .filter(Matcher::matches)
                .mapToLong(m -> Long.parseLong(m.group(1)))
                .max()
                .orElse(0);
    }

    List<ZoneRecord> of(RoutePlan plan) {
        List<ZoneRecord> all = new ArrayList<>();
        String leader = plan.hosts().get(plan.leader());
        if (leader == null) {
            return all;
        }
        Set<String> replicas = new TreeSet<>();
        plan.replicas().forEach(r -> replicas.add(plan.hosts().getOrDefault(r, leader)));
        all.add(address("primary", Set.of(leader)));
        all.add(fence(plan));
        all.add(address("replica", replicas.isEmpty() ? Set.of(leader) : replicas));
        for (NodeName node : new TreeSet<>(plan.hosts().keySet())) {
            ZoneRecord own = address(label(node), Set.of(plan.hosts().getOrDefault(node, leader)));
            // A member that is called "primary" has no name of its own: that one is the leader's.
            if (all.stream().noneMatch(r -> r.name().equals(own.name()))) {
                all.add(own);
            }
        }
        return all;
    }

    private ZoneRecord fence(RoutePlan plan) {
        String text = "\"epoch=%d leader=%s\"".formatted(plan.epoch(), plan.leader());
        return new ZoneRecord("primary" + below, "TXT", TTL, Set.of(text));
    }

    private ZoneRecord address(String label, Set<String> hosts) {
        boolean ipv6 = hosts.stream().allMatch(h -> h.contains(":"));
        return new ZoneRecord(label + below, ipv6 ? "AAAA" : "A", TTL, hosts);
    }

    /** A node's name as a label of DNS. */
    static String label(NodeName node) {
        return node.value().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    }

    /** Records hold addresses, not names. */
    static boolean isAddress(String host) {
        return IPV4.matcher(host).matches() || host.contains(":");
    }
}
