package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.Tags;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which standbys commits should wait for; whoever is waited for already stays if it can. */
record SyncChoice(
        Observation seen,
        Memory memory,
        NodeSettings settings,
        LeaseView lease,
        PostgresView.Primary mine) {

    /** Beats without progress; a standby that connects again needs less. */
    private static final int PATIENCE = 3;

    /** The best ones, at most as many as are asked for; empty when none is fit. */
    List<NodeName> standbys() {
        if (!settings.replication().waits()) {
            return List.of();
        }
        List<NodeName> waited =
                memory.sync().force().map(f -> f.commits().names()).orElse(mine.commits().names());
        Set<NodeName> now = lease.sync().standbys(settings.self());
        List<NodeName> kept =
                Leading.others(seen).stream().filter(now::contains).filter(this::comesOn).toList();
        List<NodeName> more =
                Leading.others(seen).stream()
                        .filter(n -> !now.contains(n) && comesOn(n) && joins(n))
                        .sorted(Comparator.comparing(n -> !waited.contains(n)))
                        .toList();
        if (settings.replication().mode() == Replication.Mode.QUORUM) {
            List<NodeName> all =
                    Stream.concat(kept.stream().filter(lease.failsafe()::contains), more.stream())
                            .filter(n -> !departs(n) && !lastChoice(n))
                            .toList();
            if (!all.isEmpty()) {
                return unshrunk(all, now);
            }
        }
        // Who may not take the lease is worth waiting for only when nobody else is there.
        return Stream.of(
                        kept.stream().filter(lease.failsafe()::contains),
                        more.stream(),
                        kept.stream().filter(n -> !lease.failsafe().contains(n)))
                .flatMap(s -> s)
                // A machine that may go is worth waiting for only when no other one is there.
                // Nor is one that never leads, which could be the only one that has everything, or
                // one that would rather stream from another member.
                .sorted(
                        Comparator.comparing(this::departs)
                                .thenComparing(this::lastChoice)
                                .thenComparing(this::priority, Comparator.reverseOrder()))
                .limit(settings.replication().syncCount())
                .toList();
    }

    /** Who must go goes first, unless a commit would be on fewer members than it can be. */
    private List<NodeName> unshrunk(List<NodeName> all, Set<NodeName> now) {
        List<NodeName> rest = all.stream().filter(now::contains).toList();
        boolean enough = count(rest) == count(all) && rest.size() < now.size();
        return enough && !rest.isEmpty() ? rest : all;
    }

    /** How many of them each commit should wait for. */
    int count(Collection<NodeName> standbys) {
        return Math.min(settings.replication().syncCount(), standbys.size());
    }

    private boolean comesOn(NodeName name) {
        boolean leaving =
                seen.report(name).map(PeerReport::leaving).orElse(false)
                        || Turns.mayGo(seen, memory, name);
        return !leaving
                && Cascade.tags(seen, name).mayWait()
                && !stuck(seen, memory, settings, name);
    }

    private boolean lastChoice(NodeName name) {
        Tags tags = Cascade.tags(seen, name);
        boolean cascades = tags.replicatefrom().filter(n -> !n.equals(settings.self())).isPresent();
        return !tags.mayLead() || cascades;
    }

    private int priority(NodeName name) {
        return Cascade.tags(seen, name).syncPriority();
    }

    private boolean departs(NodeName name) {
        return seen.report(name).map(PeerReport::departing).orElse(false);
    }

    static boolean stuck(Observation seen, Memory memory, NodeSettings settings, NodeName name) {
        Duration patience = settings.timers().beat().multipliedBy(PATIENCE);
        return SyncWatch.stuck(seen, memory, name, patience);
    }

    private boolean joins(NodeName name) {
        boolean near =
                SyncWatch.flushed(name, mine)
                        .filter(f -> mine.position().minus(f) <= settings.maximumLag())
                        .isPresent();
        return near
                && seen.report(name).isPresent()
                && lease.failsafe().contains(name)
                && SyncWatch.unmistakable(name, seen);
    }

    static String names(Collection<NodeName> names) {
        return names.isEmpty()
                ? "nobody"
                : String.join(" and ", names.stream().map(NodeName::value).sorted().toList());
    }
}
