package io.matriarch.routing;

import io.matriarch.cluster.Moment;

/** A cluster without names of its own: clients know the addresses of its members. */
public final class Unrouted implements Routes {

    @Override
    public Routed point(RoutePlan plan, Moment validUntil) {
        return new Routed.Off();
    }

    @Override
    public Arrival arrival() {
        return new Arrival.Everywhere();
    }
}
