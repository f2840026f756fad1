package io.matriarch.simulation;

import io.matriarch.agent.Event;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** What the operators of a simulated herd say of its members, and what must come of it. */
final class SimTags {

    /** So long a write of the lease, or a hand-over, may have been on its way. */
    private static final long UNDER_WAY = 10 * World.SECOND;

    private final Herd herd;
    private final Map<NodeName, Tags> tags = new HashMap<>();

    /** Since when its agent knows that it never leads. */
    private final Map<NodeName, Long> barred = new HashMap<>();

    /** When it took the lease last. */
    private final Map<NodeName, Long> took = new HashMap<>();

    SimTags(Herd herd) {
        this.herd = herd;
    }

    void set(NodeName name, Tags of) {
        tags.put(name, of);
    }

    Tags of(NodeName name) {
        return tags.getOrDefault(name, Tags.NONE);
    }

    /** What the agent itself reads in its file. */
    Tags read(NodeName name) {
        Tags t = of(name);
        if (t.mayLead()) {
            barred.remove(name);
        } else {
            barred.putIfAbsent(name, herd.world().now());
        }
        return herd.bugs().contains(Bug.NOFAILOVER_FORGOTTEN)
                ? new Tags(
                        false,
                        Math.max(1, t.priority()),
                        t.noloadbalance(),
                        t.clonefrom(),
                        t.nosync(),
                        t.syncPriority(),
                        t.replicatefrom(),
                        t.nostream(),
                        t.own())
                : t;
    }

    /** Some of everything; cascades may be loops, or name nobody. Two may always lead. */
    void draw(long seed) {
        Dice dice = new Dice(new SplittableRandom(seed));
        int number = 0;
        for (SimNode node : herd.nodes()) {
            number++;
            NodeName other = dice.oneOf(herd.nodes()).nodeName();
            NodeName named = dice.chance(0.1) ? new NodeName("n99") : other;
            boolean self = named.equals(node.nodeName());
            set(
                    node.nodeName(),
                    new Tags(
                            number > 2 && dice.chance(0.3),
                            1 + dice.below(3),
                            dice.chance(0.2),
                            dice.chance(0.3),
                            number > 2 && dice.chance(0.2),
                            1,
                            dice.chance(0.5) && !self ? Optional.of(named) : Optional.empty(),
                            false,
                            Map.of()));
        }
    }

    /** Some take their log from the archive alone. */
    void withoutStreams(Dice dice) {
        for (SimNode node : herd.nodes().subList(2, herd.nodes().size())) {
            if (dice.chance(0.3)) {
                set(node.nodeName(), with(of(node.nodeName()), false, true));
            }
        }
    }

    /** Somebody writes others into a member's file, and has its agent read it; at once, or not. */
    void change(Dice dice) {
        SimNode leader = herd.leader().orElse(null);
        SimNode node = leader != null && dice.chance(0.3) ? leader : dice.oneOf(herd.nodes());
        SimNode named = dice.oneOf(herd.nodes());
        Tags before = of(node.nodeName());
        boolean others =
                herd.nodes().stream()
                                .filter(n -> n != node && of(n.nodeName()).mayLead())
                                .filter(this::streams)
                                .count()
                        > 1;
        boolean nostream = others && herd.archive().isKept() && dice.chance(0.2);
        boolean nofailover = others && dice.chance(0.3);
        Optional<NodeName> from =
                dice.chance(0.5) && named != node && !nostream
                        ? Optional.of(named.nodeName())
                        : Optional.empty();
        set(
                node.nodeName(),
                new Tags(
                        nofailover,
                        1 + dice.below(3),
                        before.noloadbalance(),
                        before.clonefrom(),
                        others && dice.chance(0.2),
                        1 + dice.below(2),
                        from,
                        nostream,
                        Map.of()));
        herd.story()
                .tell(
                        "operator",
                        "tags %s: %s".formatted(node.name(), of(node.nodeName()).shown()));
        SimAgent agent = node.agent();
        if (agent != null && !herd.bugs().contains(Bug.TAGS_READ_ONCE)) {
            agent.later(
                    dice.skewedMillis(1, 2_000),
                    () -> agent.step(new Event.Tagged(read(node.nodeName()))));
        }
    }

    private static Tags with(Tags t, boolean nofailover, boolean nostream) {
        return new Tags(
                nofailover,
                t.priority(),
                t.noloadbalance(),
                t.clonefrom(),
                t.nosync(),
                t.syncPriority(),
                nostream ? Optional.empty() : t.replicatefrom(),
                nostream,
                t.own());
    }

    /** An entry as a careless reader sees it. */
    Member shown(Member member) {
        return herd.bugs().contains(Bug.CASCADE_LOOP_UNSEEN)
                ? new Member(
                        member.name(),
                        member.host(),
                        member.port(),
                        member.apiUrl(),
                        member.state(),
                        member.role(),
                        member.timeline(),
                        member.received(),
                        member.replayed(),
                        member.pendingRestart(),
                        member.version(),
                        member.sentence(),
                        member.instance(),
                        member.leaving(),
                        member.broken())
                : member;
    }

    /** Whom this standby must stream from in a healthy herd. */
    NodeName upstream(SimNode standby, SimNode leader) {
        Set<NodeName> passed = new HashSet<>();
        Optional<NodeName> named = of(standby.nodeName()).replicatefrom();
        Optional<NodeName> at = named;
        while (at.isPresent() && !at.get().equals(leader.nodeName()) && passed.add(at.get())) {
            if (at.get().equals(standby.nodeName())) {
                return leader.nodeName();
            }
            at = of(at.get()).replicatefrom();
        }
        return named.filter(n -> herd.nodes().stream().anyMatch(o -> feeds(o, n, leader)))
                .orElse(leader.nodeName());
    }

    /** It streams from nobody by its tag. */
    boolean streams(SimNode standby) {
        boolean archived = !herd.remote().isFollowed() || herd.remote().place().hasArchive();
        return !of(standby.nodeName()).nostream() || !archived;
    }

    /** One whose data are another cluster's stays out, and nobody can stream from it. */
    private boolean feeds(SimNode node, NodeName named, SimNode leader) {
        return node.nodeName().equals(named) && streams(node) && !Healthy.foreign(node, leader);
    }

    /** Commits may wait for it: it streams from the leader, and no tag forbids it. */
    boolean counts(SimNode standby, SimNode leader) {
        return of(standby.nodeName()).mayWait()
                && upstream(standby, leader).equals(leader.nodeName());
    }

    /** It is one of any few: it may lead, and no tag would have it stream from another member. */
    boolean votes(SimNode standby, SimNode leader) {
        Tags tags = of(standby.nodeName());
        return tags.mayLead()
                && !tags.nostream()
                && tags.replicatefrom().filter(n -> !n.equals(leader.nodeName())).isEmpty();
    }

    void takes(SimNode node) {
        took.put(node.nodeName(), herd.world().now());
    }

    /** Whoever holds the lease already when it is tagged leads on. */
    void promoted(SimNode node) {
        long since = barred.getOrDefault(node.nodeName(), Long.MAX_VALUE - UNDER_WAY);
        boolean before = took.getOrDefault(node.nodeName(), 0L) < since + UNDER_WAY;
        if (!of(node.nodeName()).mayLead() && !before) {
            throw new Violation(
                    "a member that is tagged nofailover never leads (S6)", node.name() + " leads");
        }
    }
}
