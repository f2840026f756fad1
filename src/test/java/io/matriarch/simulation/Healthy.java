package io.matriarch.simulation;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncWait;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a herd is like when all is well with it.
 *
 * @param replication the mode that it began with
 */
record Healthy(Herd herd, Replication replication) {

    /** Why this is no healthy herd; empty when it is. */
    Optional<String> unsettled() {
        if (herd.remote().isFollowed()) {
            return herd.remote().unsettled().or(() -> herd.orders().owed());
        }
        return apart().or(() -> unrouted(writers().getFirst()))
                .or(() -> herd.conduct().owed(writers().getFirst()))
                .or(() -> herd.orders().owed())
                .or(herd.slots()::missing)
                .or(herd.remote().shipped()::stillRead);
    }

    private List<SimNode> writers() {
        return herd.nodes().stream().filter(n -> n.postgres().acknowledges()).toList();
    }

    /** Why not one node leads and all others stream from it; empty when it is so. */
    Optional<String> apart() {
        List<SimNode> writers = writers();
        if (writers.size() != 1) {
            return Optional.of(writers.size() + " nodes take writes");
        }
        SimNode leader = writers.getFirst();
        for (SimNode node : herd.nodes()) {
            boolean follows =
                    !herd.tags().streams(node)
                            ? fed(node, leader)
                            : node.postgres().isStandby()
                                    && node.postgres().streaming()
                                    && node.postgres()
                                            .upstream()
                                            .filter(
                                                    u ->
                                                            u.name()
                                                                    .equals(
                                                                            upstream(
                                                                                    herd, node,
                                                                                    leader)))
                                            .isPresent();
            if (node != leader && !follows && !foreign(node, leader)) {
                SimAgent agent = node.agent();
                return Optional.of(
                        "%s does not stream from %s; it says: %s"
                                .formatted(
                                        node.name(),
                                        leader.name(),
                                        agent == null ? "nothing" : agent.because()));
            }
        }
        return setNotFull(leader);
    }

    /** Without a stream it has a part of the leader's log, and gets on. */
    private static boolean fed(SimNode node, SimNode leader) {
        Optional<Wal> mine = node.postgres().disk().map(d -> d.wal);
        Wal theirs = leader.postgres().disk().orElseThrow().wal;
        return node.postgres().isStandby()
                && node.postgres().upstream().isEmpty()
                && mine.filter(w -> w.isPrefixOf(theirs) && w.branch() == theirs.branch())
                        .isPresent();
    }

    /** One that commits wait for streams from the leader, whatever a tag says. */
    static NodeName upstream(Herd herd, SimNode node, SimNode leader) {
        boolean waitedFor =
                herd.store()
                        .lease()
                        .filter(l -> l.sync().names().contains(node.nodeName()))
                        .isPresent();
        return waitedFor ? leader.nodeName() : herd.tags().upstream(node, leader);
    }

    /** Each commit waits for as many standbys as were asked for, or for all that there are. */
    private Optional<String> setNotFull(SimNode leader) {
        if (!asked(leader).waits()) {
            return Optional.empty();
        }
        List<SimNode> standbys =
                herd.nodes().stream().filter(n -> n != leader && !foreign(n, leader)).toList();
        long all = standbys.stream().filter(n -> herd.tags().of(n.nodeName()).mayWait()).count();
        long direct = standbys.stream().filter(n -> herd.tags().counts(n, leader)).count();
        Replication asked = asked(leader);
        long count = asked.syncCount();
        boolean few = asked.mode() == Replication.Mode.QUORUM;
        long sure =
                standbys.stream()
                        .filter(n -> herd.tags().counts(n, leader))
                        .filter(n -> herd.tags().votes(n, leader))
                        .count();
        long least = few ? sure : Math.min(direct, asked.syncCount());
        long most = few ? all : Math.min(all, asked.syncCount());
        Set<NodeName> set =
                herd.store()
                        .lease()
                        .map(l -> l.sync().standbys(leader.nodeName()))
                        .orElse(Set.of());
        SyncWait inForce = leader.postgres().commits().inForce();
        if (asked.mode() == Replication.Mode.STRICT && most == 0) {
            // It waits for whom it waited last, as long as nobody else is there.
            return Optional.empty();
        }
        boolean full =
                set.size() >= least
                        && set.size() <= most
                        && inForce.count() == Math.min(set.size(), count)
                        && set.equals(Set.copyOf(inForce.names()))
                        && inForce.open();
        return full
                ? Optional.empty()
                : Optional.of("the sync set is %s, and commits: %s".formatted(set, inForce));
    }

    /** The mode may have changed since it began. */
    private Replication asked(SimNode leader) {
        SimAgent agent = leader.agent();
        return agent == null ? replication : agent.replication();
    }

    /** Clients find the leader by its name, and at least one replica when one streams (S13). */
    private Optional<String> unrouted(SimNode leader) {
        boolean found = herd.routes().primary().filter(leader.nodeName()::equals).isPresent();
        boolean replicas =
                herd.nodes().stream()
                        .filter(n -> n != leader && !foreign(n, leader))
                        .filter(n -> !herd.tags().of(n.nodeName()).noloadbalance())
                        .filter(herd.tags()::streams)
                        .allMatch(n -> herd.routes().replicas().contains(n.nodeName()));
        return found && replicas
                ? Optional.empty()
                : Optional.of(
                        "the routes point to %s with the replicas %s"
                                .formatted(herd.routes().primary(), herd.routes().replicas()));
    }

    /** The data of a founder that died before its lease named it: an operator's to look at. */
    static boolean foreign(SimNode node, SimNode leader) {
        String cluster = leader.postgres().disk().orElseThrow().systemId;
        return node.postgres().disk().filter(d -> !d.systemId.equals(cluster)).isPresent();
    }
}
