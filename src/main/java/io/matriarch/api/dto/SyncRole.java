package io.matriarch.api.dto;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import java.util.Optional;

/** What a commit on the leader means for a standby, by the lease's sync set (S9). */
public enum SyncRole {
    /** Each commit waits for it. */
    SYNC,
    /** Each commit waits for some of the set, of which it is one. */
    QUORUM,
    ASYNC;

    public static SyncRole of(NodeName name, Optional<LeaseView> lease) {
        if (lease.isEmpty() || name.equals(lease.get().holder())) {
            return ASYNC;
        }
        var set = lease.get().sync();
        if (!set.names().contains(name)) {
            return ASYNC;
        }
        long standbys =
                set.names().stream()
                        .filter(n -> !n.equals(lease.get().holder()))
                        .distinct()
                        .count();
        return set.needed() < standbys ? QUORUM : SYNC;
    }
}
