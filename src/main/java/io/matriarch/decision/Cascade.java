package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Tags;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whom a standby streams from: the member that its tag names, or the leader. */
final class Cascade {

    /** A stream that broke may come back; after this the leader is the better source. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * @param instead why it is the leader although a tag names somebody else; empty when it is not
     */
    record Source(Upstream upstream, String instead) {}

    private Cascade() {}

    static Source source(Observation seen, Memory memory, LeaseView lease, Upstream leader) {
        NodeName self = seen.me().name();
        Optional<NodeName> named =
                seen.me()
                        .tags()
                        .replicatefrom()
                        .filter(n -> !n.equals(leader.name()) && !n.equals(self));
        if (named.isEmpty()) {
            return new Source(leader, "");
        }
        // The leader hears how far it is from its own stream alone.
        if (lease.sync().names().contains(self)) {
            return new Source(leader, "; commits wait for me, so that I stream from it myself");
        }
        NodeName name = named.get();
        List<NodeName> loop = loop(seen, name, lease.holder());
        if (!loop.isEmpty()) {
            return new Source(
                    leader,
                    "; tags.replicatefrom makes a loop: %s"
                            .formatted(
                                    String.join(
                                            " from ",
                                            loop.stream().map(NodeName::value).toList())));
        }
        Optional<Upstream> upstream = seen.upstream(name);
        if (upstream.isEmpty()) {
            return new Source(
                    leader, "; %s, which tags.replicatefrom names, is no member".formatted(name));
        }
        return serves(seen, memory, upstream.get(), lease.holder())
                ? new Source(upstream.get(), "")
                : new Source(
                        leader,
                        "; %s, which tags.replicatefrom names, does not stream".formatted(name));
    }

    private static boolean serves(
            Observation seen, Memory memory, Upstream upstream, NodeName holder) {
        NodeName name = upstream.name();
        Optional<PostgresView.Standby> mine =
                seen.server()
                        .filter(PostgresView.Standby.class::isInstance)
                        .map(PostgresView.Standby.class::cast);
        boolean there = mine.flatMap(PostgresView.Standby::upstream).equals(Optional.of(upstream));
        boolean streaming = mine.filter(PostgresView.Standby::streaming).isPresent();
        // One that streams from nobody must find its way to the leader first, and stay there until
        // it does: it may have to rewind, and patience begins anew with each upstream.
        boolean sentBack =
                mine.flatMap(PostgresView.Standby::upstream)
                        .filter(u -> u.name().equals(holder))
                        .isPresent();
        boolean broken =
                mine.isPresent()
                        && !streaming
                        && (sentBack
                                || memory.apartSince()
                                        .filter(t -> seen.now().since(t).compareTo(PATIENCE) >= 0)
                                        .isPresent());
        Optional<PeerReport> report = there ? seen.report(name) : seen.fresh(name);
        boolean streams =
                report.map(r -> r.streaming() && !r.primary() && !r.leaving())
                        .orElse(there && streaming);
        return streams && !broken && !comesBack(seen, name, holder);
    }

    /** The tags lead from {@code name} back here; empty when they do not. */
    private static List<NodeName> loop(Observation seen, NodeName name, NodeName holder) {
        NodeName self = seen.me().name();
        List<NodeName> path = new ArrayList<>(List.of(self));
        Optional<NodeName> next = Optional.of(name);
        while (next.isPresent() && !next.get().equals(holder) && !path.contains(next.get())) {
            path.add(next.get());
            next = tags(seen, next.get()).replicatefrom();
        }
        boolean back = next.filter(self::equals).isPresent();
        return back ? append(path, self) : List.of();
    }

    private static List<NodeName> append(List<NodeName> path, NodeName last) {
        path.add(last);
        return List.copyOf(path);
    }

    /** What the members' servers are told now leads from {@code name} back here. */
    private static boolean comesBack(Observation seen, NodeName name, NodeName holder) {
        Set<NodeName> passed = new TreeSet<>();
        Optional<NodeName> at = Optional.of(name);
        while (at.isPresent() && !at.get().equals(holder) && passed.add(at.get())) {
            at = at.flatMap(seen::report).flatMap(r -> r.news().upstream());
            if (at.filter(seen.me().name()::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    static Tags tags(Observation seen, NodeName name) {
        return seen.store()
                .seen()
                .flatMap(view -> Optional.ofNullable(view.members().get(name)))
                .map(Member::tags)
                .orElse(Tags.NONE);
    }

    /** For whom a leader keeps slots: for all that do not stream from another member. */
    static Set<NodeName> slotsOfLeader(Observation seen, NodeSettings settings) {
        Set<NodeName> all = new TreeSet<>(Leading.others(seen));
        all.removeIf(
                m -> {
                    Tags tags = tags(seen, m);
                    Optional<NodeName> upstream = seen.report(m).flatMap(r -> r.news().upstream());
                    boolean elsewhere =
                            upstream.isPresent() && upstream.equals(tags.replicatefrom());
                    return (tags.nostream() && Unstreamed.isArchived(settings))
                            || (elsewhere && !upstream.equals(Optional.of(seen.me().name())));
                });
        return all;
    }

    /** For whom a standby does: those that a tag, or their copy, has sent here. */
    static Set<NodeName> slotsOfStandby(Observation seen, NodeName holder) {
        Set<NodeName> fed = new TreeSet<>(Leading.others(seen));
        fed.removeIf(m -> m.equals(holder) || !feeds(seen, m, holder));
        return fed;
    }

    private static boolean feeds(Observation seen, NodeName member, NodeName holder) {
        Optional<NodeName> self = Optional.of(seen.me().name());
        Tags tags = tags(seen, member);
        boolean named = tags.replicatefrom().equals(self) && !leadsTo(seen, member, holder);
        boolean copied =
                seen.me().tags().clonefrom()
                        && seen.report(member).flatMap(r -> r.news().upstream()).equals(self);
        return !tags.nostream() && (named || copied);
    }

    /** This node's own tag leads to {@code member}: what would come from here would be a loop. */
    private static boolean leadsTo(Observation seen, NodeName member, NodeName holder) {
        Set<NodeName> passed = new TreeSet<>();
        Optional<NodeName> at = seen.me().tags().replicatefrom();
        while (at.isPresent() && !at.get().equals(holder) && passed.add(at.get())) {
            if (at.get().equals(member)) {
                return true;
            }
            at = tags(seen, at.get()).replicatefrom();
        }
        return false;
    }

    /** Whom a copy is made from; what failed is not tried twice in a row. */
    static Upstream original(Observation seen, Memory memory, LeaseView lease, Upstream leader) {
        Map<NodeName, Member> members =
                seen.store().seen().map(view -> view.members()).orElse(Map.of());
        List<Upstream> all =
                new ArrayList<>(
                        members.values().stream()
                                .filter(m -> m.tags().clonefrom())
                                .filter(m -> !m.name().equals(leader.name()))
                                .filter(m -> copies(seen, lease, m.name()))
                                .sorted(Comparator.comparing(Member::name))
                                .map(m -> new Upstream(m.name(), m.host(), m.port()))
                                .toList());
        all.add(leader);
        return all.get(memory.trouble().failures() % all.size());
    }

    private static boolean copies(Observation seen, LeaseView lease, NodeName name) {
        return !name.equals(seen.me().name())
                && seen.fresh(name)
                        .filter(r -> r.streaming() && !r.primary() && !r.leaving())
                        .filter(r -> !lease.timeline().isAfter(r.timeline()))
                        .isPresent();
    }
}
