package io.matriarch.agent;

import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncSet;
import java.time.Duration;

/**
 * What the lease itself says of how its cluster is run, for an agent that could not read what its
 * operators say: it never makes a promise weaker than it found it.
 */
final class LeaseWord {

    private LeaseWord() {}

    static NodeSettings over(NodeSettings own, LeaseView lease) {
        Duration ttl = lease.ttl();
        NodeSettings lasting =
                ttl.compareTo(own.timers().ttl()) > 0
                        ? own.with(new LeaseTimers(ttl, own.timers().beat()))
                        : own;
        return lease.sync().isEmpty() ? lasting : lasting.with(replication(own, lease));
    }

    private static Replication replication(NodeSettings own, LeaseView lease) {
        SyncSet set = lease.sync();
        boolean some = set.votes(lease.holder()) > 1;
        Replication.Mode one =
                own.replication().waits() ? own.replication().mode() : Replication.Mode.SYNC;
        int kept = set.kept(lease.holder());
        return new Replication(
                some ? Replication.Mode.QUORUM : one,
                kept == 0 ? own.replication().syncCount() : kept);
    }
}
