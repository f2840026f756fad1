package io.matriarch.routing.route53;

import io.matriarch.cluster.Domain;
import io.matriarch.routing.RoutePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The records of one cluster: each name right below {@code CLUSTER.ZONE} is its own. */
final class WantedRecords {

    /** Seconds: what a client's resolver may keep of a leader that is gone. */
    static final long TTL = 5;

    private static final Pattern EPOCH = Pattern.compile("\"epoch=([0-9]{1,18}) .*");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final Domain domain;
    private final String below;

    WantedRecords(Domain domain) {
        this.domain = domain;
        this.below = "." + domain.text() + ".";
    }

    /** Before all names of this cluster where a zone is listed, and itself none of them. */
    String start() {
        return domain.text() + ".";
    }

    /**
     * Whether a name stands behind this cluster's part of the zone, which is one piece of its list.
     * What begins as the cluster's name, and goes on with a hyphen, may stand before that part or
     * right after the start, as the last dot counts or not.
     */
    boolean isPast(String name) {
        boolean within = name.endsWith(below) || name.equals(start());
        return !within && reversed(name).compareTo(reversed(start())) > 0;
    }

    private static String reversed(String name) {
        return String.join(".", List.of(name.split("\\.")).reversed()) + ".";
    }

    /**
     * Whether it is this cluster's to write: with one label before the cluster's own. What has more
     * belongs to a cluster whose own name has a dot.
     */
    boolean isOurs(String name) {
        return name.endsWith(below) && name.indexOf('.') == name.length() - below.length();
    }

    /** The record that names the lease under which the others were written. */
    boolean isFence(ZoneRecord record) {
        return record.name().equals(Domain.PRIMARY + below) && record.type().equals("TXT");
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
        all.add(address(Domain.PRIMARY, Set.of(leader)));
        all.add(fence(plan));
        all.add(address(Domain.REPLICA, replicas.isEmpty() ? Set.of(leader) : replicas));
        new TreeMap<>(Domain.labels(plan.hosts().keySet()))
                .forEach(
                        (node, label) ->
                                all.add(
                                        address(
                                                label,
                                                Set.of(plan.hosts().getOrDefault(node, leader)))));
        return all;
    }

    private ZoneRecord fence(RoutePlan plan) {
        String text = "\"epoch=%d leader=%s\"".formatted(plan.epoch(), plan.leader());
        return new ZoneRecord(Domain.PRIMARY + below, "TXT", TTL, Set.of(text));
    }

    private ZoneRecord address(String label, Set<String> hosts) {
        boolean ipv6 = hosts.stream().allMatch(h -> h.contains(":"));
        return new ZoneRecord(label + below, ipv6 ? "AAAA" : "A", TTL, hosts);
    }

    /** Records hold addresses, not names. */
    static boolean isAddress(String host) {
        return IPV4.matcher(host).matches() || host.contains(":");
    }
}
