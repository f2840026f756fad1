package io.matriarch.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether settings that are right by themselves are right for this cluster. */
public final class DocumentFit {

    private DocumentFit() {}

    /** One line for each thing that the members cannot do. */
    public static List<String> problems(ClusterSettings next, Collection<Member> members) {
        List<String> wrong = new ArrayList<>();
        Replication replication = next.replication();
        int standbys = members.size() - 1;
        if (replication.waits() && standbys < replication.syncCount()) {
            wrong.add(
                    "replication.mode %s with replication.sync-count %d needs %d members, and the cluster has %d%s"
                            .formatted(
                                    word(replication.mode()),
                                    replication.syncCount(),
                                    replication.syncCount() + 1,
                                    members.size(),
                                    members.isEmpty() ? "" : ": " + names(members)));
        }
        List<Member> elsewhere = members.stream().filter(m -> m.instance().isEmpty()).toList();
        next.fencing()
                .filter(mode -> mode != FenceMode.OFF && !elsewhere.isEmpty())
                .ifPresent(
                        mode ->
                                wrong.add(
                                        "fencing.mode %s needs each member on an instance of EC2, and these are not: %s; off is right"
                                                .formatted(word(mode), names(elsewhere))));
        next.others().standbyOf().flatMap(other -> itself(other, members)).ifPresent(wrong::add);
        return wrong;
    }

    /** A cluster that follows itself has nobody who takes writes. */
    private static Optional<String> itself(StandbyOf other, Collection<Member> members) {
        return members.stream()
                .filter(m -> other.hosts().contains(new StandbyOf.Host(m.host(), m.port())))
                .min(Comparator.comparing(Member::name))
                .map(
                        m ->
                                "standby-cluster.host: %s is %s, a member of this cluster; a server of the cluster to follow is right"
                                        .formatted(
                                                new StandbyOf.Host(m.host(), m.port()), m.name()));
    }

    private static String word(Enum<?> mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static String names(Collection<Member> members) {
        return members.stream()
                .map(m -> m.name().value())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
