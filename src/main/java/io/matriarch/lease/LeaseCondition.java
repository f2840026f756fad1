package io.matriarch.lease;

import io.matriarch.cluster.NodeName;

/** What must be true of the lease item for a write to happen. */
public sealed interface LeaseCondition {

    /** There is no item: the first lease of a new cluster (S12). */
    record Absent() implements LeaseCondition {}

    /** The item still shows what was watched or read: to take, or to renew after a restart. */
    record Unmoved(long epoch, long beat) implements LeaseCondition {}

    /**
     * The item is mine, not released, and shows a lower beat than the write brings, so that an
     * older write of mine that arrives late changes nothing.
     */
    record Mine(NodeName holder, String incarnation, long epoch) implements LeaseCondition {}
}
