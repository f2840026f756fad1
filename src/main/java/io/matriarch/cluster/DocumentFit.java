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

    /**
     * One line for each thing that the members cannot do. What the cluster goes by already is not
     * asked again: whoever promotes or repairs a cluster that has lost members changes something
     * else.
     *
     * @param before empty when nobody can read what the cluster goes by
     */
    public static List<String> problems(
            Optional<ClusterSettings> before, ClusterSettings next, ClusterView view) {
        List<String> wrong = new ArrayList<>();
        Collection<Member> members = view.members().values();
        if (!before.map(ClusterSettings::replication).equals(Optional.of(next.replication()))) {
            wrong.addAll(unfit(next.replication(), view, members));
        }
        List<Member> elsewhere = members.stream().filter(m -> m.instance().isEmpty()).toList();
        next.fencing()
                .filter(mode -> mode != FenceMode.OFF && !elsewhere.isEmpty())
                .filter(mode -> !before.flatMap(ClusterSettings::fencing).equals(Optional.of(mode)))
                .ifPresent(
                        mode ->
                                wrong.add(
                                        "fencing.mode %s needs each member on an instance of EC2, and these are not: %s; off is right"
                                                .formatted(word(mode), names(elsewhere))));
        next.others().standbyOf().flatMap(other -> itself(other, members)).ifPresent(wrong::add);
        return wrong;
    }

    private static List<String> unfit(
            Replication replication, ClusterView view, Collection<Member> members) {
        List<String> wrong = new ArrayList<>();
        if (replication.waits() && members.size() - 1 < replication.syncCount()) {
            wrong.add(
                    "replication.mode %s with replication.sync-count %d needs %d members, and the cluster has %d%s"
                            .formatted(
                                    word(replication.mode()),
                                    replication.syncCount(),
                                    replication.syncCount() + 1,
                                    members.size(),
                                    members.isEmpty() ? "" : ": " + names(members)));
        } else if (replication.waits()) {
            unfit(replication, view).ifPresent(wrong::add);
        }
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

    /** There are enough members, and commits could not wait for all of them. */
    private static Optional<String> unfit(Replication replication, ClusterView view) {
        Optional<NodeName> leader = view.lease().map(LeaseView::holder);
        List<Member> tagged = new ArrayList<>();
        List<Member> silent = new ArrayList<>();
        List<Member> fit = new ArrayList<>();
        for (Member member : view.members().values()) {
            // Its own tags count only when another one leads.
            boolean leads = leader.filter(member.name()::equals).isPresent();
            boolean gone =
                    view.lease().filter(l -> !l.failsafe().contains(member.name())).isPresent();
            List<Member> kind = !member.tags().mayWait() ? tagged : gone ? silent : fit;
            if (!leads) {
                kind.add(member);
            }
        }
        int standbys = fit.size() - (leader.isEmpty() ? 1 : 0);
        return standbys >= replication.syncCount()
                ? Optional.empty()
                : Optional.of(
                        "replication.mode %s with replication.sync-count %d needs %d standby%s that commits can wait for, and the cluster has %d%s%s"
                                .formatted(
                                        word(replication.mode()),
                                        replication.syncCount(),
                                        replication.syncCount(),
                                        replication.syncCount() == 1 ? "" : "s",
                                        Math.max(0, standbys),
                                        said("; tagged nosync or nostream", tagged),
                                        said("; silent for long", silent)));
    }

    private static String said(String what, List<Member> members) {
        return members.isEmpty() ? "" : "%s: %s".formatted(what, names(members));
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
