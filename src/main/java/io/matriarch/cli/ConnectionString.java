package io.matriarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All members in one string. The client asks each host whether it takes writes, so that a name that
 * still points to the former leader costs one more attempt, and not the connection.
 *
 * @param zone of the cluster's names; their own one comes first, since it outlives the members
 * @param replica for reading
 */
record ConnectionString(
        ClusterDocument cluster,
        Optional<String> zone,
        String database,
        Optional<String> user,
        boolean replica) {

    private static final int POSTGRES = 5432;

    String libpq() {
        return "postgresql://%s%s/%s?target_session_attrs=%s&connect_timeout=3"
                .formatted(
                        user.map(u -> encoded(u) + "@").orElse(""),
                        hosts(),
                        encoded(database),
                        replica ? "prefer-standby" : "read-write");
    }

    /** The driver remembers for ten seconds who led, unless it is told to look again sooner. */
    String jdbc() {
        return "jdbc:postgresql://%s/%s?%stargetServerType=%s&hostRecheckSeconds=2&connectTimeout=3"
                .formatted(
                        hosts(),
                        encoded(database),
                        user.map(u -> "user=" + encoded(u) + "&").orElse(""),
                        replica ? "preferSecondary&loadBalanceHosts=true" : "primary");
    }

    private String hosts() {
        List<String> hosts = new ArrayList<>();
        String leader = cluster.leader().orElse("");
        zone.ifPresent(
                z ->
                        hosts.add(
                                "%s.%s.%s:%d"
                                        .formatted(
                                                replica ? "replica" : "primary",
                                                cluster.scope(),
                                                z,
                                                port(leader))));
        cluster.members().stream()
                .sorted(
                        Comparator.comparing(
                                        (MemberDocument m) -> m.name().equals(leader) == replica)
                                .thenComparing(MemberDocument::name))
                .map(
                        m ->
                                (m.host().contains(":") ? "[" + m.host() + "]" : m.host())
                                        + ":"
                                        + m.port())
                .forEach(hosts::add);
        return String.join(",", hosts);
    }

    private int port(String leader) {
        return cluster.members().stream()
                .filter(m -> m.name().equals(leader))
                .map(MemberDocument::port)
                .findFirst()
                .orElse(POSTGRES);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
