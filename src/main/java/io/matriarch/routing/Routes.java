package io.matriarch.routing;

import io.matriarch.cluster.Moment;

/** The names under which clients find a cluster. */
public interface Routes {

    /**
     * Compares what is there with the plan and repairs it, as one change that fails when anybody
     * has written in between. Blocks, and never throws.
     *
     * @param validUntil the lease ends then: nothing is sent after it
     */
    Routed point(RoutePlan plan, Moment validUntil);

    /** How far the newest change of {@link #point} has come. Blocks, and never throws. */
    Arrival arrival();
}
