package io.matriarch.simulation;

import io.matriarch.cluster.LeaseView;
import java.util.Optional;

/** Somebody deletes what the herd lives on: items of the table, log, whole data directories. */
final class Tampering {

    private static final long NEAR = 50_000;

    private final Herd herd;
    private final Dice dice;

    Tampering(Herd herd, Dice dice) {
        this.herd = herd;
        this.dice = dice;
    }

    /**
     * Old log goes from the leader, slots or not: whoever is not streaming and still needs it must
     * clone again.
     */
    void removeOldWal() {
        herd.leader()
                .filter(leader -> leader.postgres().disk().isPresent())
                .ifPresent(
                        leader -> {
                            SimDisk disk = leader.postgres().disk().orElseThrow();
                            long keep = Math.min(streamed(leader), disk.wal.end());
                            disk.oldest = Math.max(disk.oldest, keep - dice.between(0, 20_000));
                        });
    }

    private long streamed(SimNode leader) {
        return herd.nodes().stream()
                .filter(n -> n != leader && n.postgres().streaming())
                .flatMap(n -> n.postgres().disk().stream())
                .mapToLong(disk -> disk.wal.end())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** A replica's, while the leader has everything. */
    void wipe(SimNode replica) {
        boolean safe =
                herd.leader()
                        .filter(leader -> leader != replica && leader.postgres().acknowledges())
                        .isPresent();
        if (safe) {
            empty(replica);
        }
    }

    /** The leader's, while another member could lead at once: the last copy is never wiped. */
    void wipeLeader() {
        Optional<LeaseView> lease = herd.store().lease();
        Optional<SimNode> leader = herd.leader().filter(l -> l.postgres().acknowledges());
        if (leader.isPresent()
                && herd.nodes().stream()
                        .anyMatch(n -> couldLead(n, leader.get(), lease.orElseThrow()))) {
            empty(leader.get());
        }
    }

    /** Another one could lead at once, or does. */
    static boolean mayLose(Herd herd, SimNode node) {
        Optional<SimNode> leader = herd.leader().filter(l -> l.postgres().acknowledges());
        if (leader.isEmpty()) {
            return false;
        }
        LeaseView lease = herd.store().lease().orElseThrow();
        return leader.get() != node
                || herd.nodes().stream().anyMatch(n -> couldLead(n, leader.get(), lease));
    }

    private static boolean couldLead(SimNode node, SimNode leader, LeaseView lease) {
        SimPostgres mine = node.postgres();
        if (node == leader || !mine.isStandby() || !mine.streaming() || node.agent() == null) {
            return false;
        }
        Wal theirs = leader.postgres().disk().orElseThrow().wal;
        Wal has = mine.disk().orElseThrow().wal;
        boolean inSync = lease.sync().isEmpty() || lease.sync().names().contains(node.nodeName());
        return inSync
                && lease.failsafe().contains(node.nodeName())
                && has.isPrefixOf(theirs)
                && has.branch() == theirs.branch()
                && theirs.end() - has.end() < NEAR;
    }

    void empty(SimNode node) {
        node.tell("somebody removes the data directory");
        node.postgres().died();
        herd.orders().wiped(node);
        node.postgres().replaceDisk(null);
    }

    void removeMember(SimNode node) {
        herd.store().removeMember(node.nodeName());
    }

    /** A cluster that is being founded in this very moment has nothing to lose yet. */
    private boolean founded() {
        return herd.store().lease().filter(l -> l.systemId().isKnown()).isPresent();
    }

    void deleteLease() {
        if (!founded()) {
            return;
        }
        herd.conduct().tampered();
        herd.story().tell("operator", "the lease item is deleted");
        herd.store().deleteLease();
    }

    void wipeTable() {
        if (!founded()) {
            return;
        }
        herd.conduct().tampered();
        herd.story().tell("operator", "all items of the table are deleted");
        herd.store().wipe();
    }
}
