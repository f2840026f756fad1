package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
import io.matriarch.api.dto.RoutesDocument;
import io.matriarch.cluster.Domain;
import io.matriarch.cluster.NodeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Under which names clients reach the members: those that the leader keeps in DNS, since they
 * outlive addresses, or else the addresses.
 *
 * @param zone of the cluster's names as a configuration says it, for when no agent has yet
 */
record Hosts(ClusterDocument cluster, Optional<String> zone) {

    private static final int POSTGRES = 5432;

    private String leader() {
        return cluster.leader().orElse("");
    }

    /** The cluster's own name first, then every member: who is asked for first is tried first. */
    List<Host> all(boolean reading) {
        List<Host> hosts = new ArrayList<>();
        domain().map(d -> d.name(reading ? Domain.REPLICA : Domain.PRIMARY))
                .ifPresent(name -> hosts.add(new Host(name, port())));
        hosts.addAll(of(cluster.members(), reading));
        return hosts;
    }

    /** These alone. */
    List<Host> of(List<MemberDocument> members, boolean reading) {
        Map<NodeName, String> labels = labels();
        Optional<Domain> published = published();
        return members.stream()
                .sorted(
                        Comparator.comparing(
                                        (MemberDocument m) -> m.name().equals(leader()) == reading)
                                .thenComparing(MemberDocument::name))
                .map(
                        m ->
                                published
                                        .flatMap(
                                                d ->
                                                        Optional.ofNullable(
                                                                        labels.get(
                                                                                new NodeName(
                                                                                        m.name())))
                                                                .map(d::name))
                                        .map(name -> new Host(name, m.port()))
                                        .orElseGet(() -> Host.of(m)))
                .toList();
    }

    private Map<NodeName, String> labels() {
        return Domain.labels(cluster.members().stream().map(m -> new NodeName(m.name())).toList());
    }

    /** A leader has written names below it: the members have theirs, too. */
    private Optional<Domain> published() {
        return cluster.routes().flatMap(RoutesDocument::domain).map(Domain::new);
    }

    private Optional<Domain> domain() {
        return published().or(() -> zone.map(z -> Domain.of(cluster.scope(), z)));
    }

    private int port() {
        return cluster.members().stream()
                .filter(m -> m.name().equals(leader()))
                .map(MemberDocument::port)
                .findFirst()
                .orElse(POSTGRES);
    }
}
