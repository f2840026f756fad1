package io.matriarch.agent;

import io.matriarch.cluster.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether this node is the one to take the scheduled base backup, or to prove it. The replicas'
 * turns come one after the other, and then the leader's, so that the next one steps in when one
 * cannot.
 *
 * @param due when the backup is wanted; it follows from the newest one in the archive, which a
 *     failover does not change
 * @param replicas those that stream
 * @param leader this node leads, and may do it when no replica does
 */
record BackupTurn(Instant due, List<NodeName> replicas, boolean leader) {

    static final Duration STEP = Duration.ofMinutes(10);

    BackupTurn {
        replicas = replicas.stream().sorted().toList();
    }

    /** Empty when it is never this node's turn: it is no fit replica, and does not lead. */
    Optional<Instant> of(NodeName self) {
        int place = leader ? replicas.size() : replicas.indexOf(self);
        return place < 0 ? Optional.empty() : Optional.of(due.plus(STEP.multipliedBy(place)));
    }
}
