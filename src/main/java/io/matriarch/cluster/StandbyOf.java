package io.matriarch.cluster;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Another cluster that this one follows, taking no writes itself.
 *
 * @param hosts where that cluster's PostgreSQL servers may be; none when it is followed by its
 *     archive alone
 * @param slot a permanent physical slot there that keeps the log for this cluster; empty for none
 * @param archive the prefix under which that cluster archives; empty when it is not read
 */
public record StandbyOf(List<Host> hosts, String slot, String archive) {

    /** By its stream alone. */
    public StandbyOf(List<Host> hosts, String slot) {
        this(hosts, slot, "");
    }

    /** What its servers are called here, whichever of them it is. */
    public static final NodeName NAME = new NodeName("the-other-cluster");

    /** Whoever is meant, it is not known: nobody is promoted by mistake. */
    public static final StandbyOf UNREADABLE =
            new StandbyOf(List.of(new Host("unreadable", 5432)), "");

    /** One server of it. */
    public record Host(String name, int port) {
        @Override
        public String toString() {
            return new Upstream(NAME, name, port).place();
        }
    }

    public StandbyOf {
        hosts = List.copyOf(hosts);
    }

    /** What a document says of it, and nothing else. */
    public static Map<String, String> keys(Map<String, String> document) {
        return document.entrySet().stream()
                .filter(e -> e.getKey().startsWith("standby-cluster."))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    public boolean hasArchive() {
        return !archive.isEmpty();
    }

    public Upstream upstream(Host host) {
        return new Upstream(NAME, host.name(), host.port());
    }

    public boolean has(Upstream upstream) {
        return upstream.name().equals(NAME)
                && hosts.stream().map(this::upstream).anyMatch(upstream::equals);
    }

    @Override
    public String toString() {
        return hosts.isEmpty()
                ? archive
                : hosts.stream().map(Host::toString).collect(Collectors.joining(", "));
    }
}
