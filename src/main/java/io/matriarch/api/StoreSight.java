package io.matriarch.api;

import io.matriarch.agent.Snapshot;
import io.matriarch.cluster.PeerReport;

/** Whether this member can tell who leads. */
final class StoreSight {

    private StoreSight() {}

    /** It reads the store, or runs on the failsafe, or hears the holder of the lease itself. */
    static boolean holds(Snapshot s) {
        return reads(s)
                || s.failsafe()
                || s.peers().values().stream()
                        .flatMap(r -> r.seen().stream())
                        .anyMatch(PeerReport::holdsLease);
    }

    static boolean reads(Snapshot s) {
        return s.store().isPresent() && s.storeError().isEmpty();
    }
}
