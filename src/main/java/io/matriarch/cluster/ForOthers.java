package io.matriarch.cluster;

import java.util.Optional;

/**
 * What ties a cluster to others.
 *
 * @param slots those that outlive a leader, for consumers outside
 * @param standbyOf the cluster that this one follows; while it is set nobody here takes writes
 */
public record ForOthers(SlotPlan slots, Optional<StandbyOf> standbyOf) {

    public static final ForOthers NONE = new ForOthers(SlotPlan.NONE, Optional.empty());
}
