package io.matriarch.simulation;

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

    private final Herd herd;
    private final Map<NodeName, Tags> tags = new HashMap<>();

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
        return herd.bugs().contains(Bug.NOFAILOVER_FORGOTTEN)
                ? new Tags(
                        false,
                        Math.max(1, t.priority()),
                        t.noloadbalance(),
                        t.clonefrom(),
                        t.nosync(),
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
                            dice.chance(0.5) && !self ? Optional.of(named) : Optional.empty(),
                            false,
                            Map.of()));
        }
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

    /** One whose data are another cluster's stays out, and nobody can stream from it. */
    private static boolean feeds(SimNode node, NodeName named, SimNode leader) {
        return node.nodeName().equals(named) && !Simulation.foreign(node, leader);
    }

    /** Commits may wait for it: it streams from the leader, and no tag forbids it. */
    boolean counts(SimNode standby, SimNode leader) {
        return !of(standby.nodeName()).nosync()
                && upstream(standby, leader).equals(leader.nodeName());
    }

    /** It is one of any few: it may lead, and no tag would have it stream from another member. */
    boolean votes(SimNode standby, SimNode leader) {
        Tags tags = of(standby.nodeName());
        return tags.mayLead()
                && tags.replicatefrom().filter(n -> !n.equals(leader.nodeName())).isEmpty();
    }

    void promoted(SimNode node) {
        if (!of(node.nodeName()).mayLead()) {
            throw new Violation(
                    "a member that is tagged nofailover never leads (S6)", node.name() + " leads");
        }
    }
}
