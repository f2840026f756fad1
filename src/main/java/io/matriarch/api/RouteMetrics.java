package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import io.matriarch.cluster.RoutesView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** How the cluster's names fare; all 0 on a member that does not lead, and where there are none. */
@Singleton
final class RouteMetrics implements MeterBinder {
    private final Agent agent;

    RouteMetrics(Agent agent) {
        this.agent = agent;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "routes_in_place",
                "1 if the names point where this leader wants them, on every name server",
                r -> is(r, RoutesView.State.IN_PLACE));
        gauge(
                registry,
                "routes_spreading",
                "1 if they are written, and some name servers may still answer as before",
                r -> is(r, RoutesView.State.SPREADING));
        gauge(
                registry,
                "routes_failing",
                "1 if this leader can neither compare nor write them",
                r -> is(r, RoutesView.State.FAILING));
        gauge(
                registry,
                "routes_changed_seconds",
                "When this leader last changed them, in seconds since 1970; 0 for never",
                r -> r.changedMillis() / 1000.0);
        gauge(
                registry,
                "routes_insync_seconds",
                "How long the last change took to be on every name server; 0 while it is not known",
                r -> r.spreadMillis().orElse(0) / 1000.0);
    }

    private static double is(RoutesView routes, RoutesView.State state) {
        return routes.state() == state ? 1 : 0;
    }

    private void gauge(
            MeterRegistry registry, String name, String help, ToDoubleFunction<RoutesView> value) {
        Snapshot start = agent.snapshot();
        Gauge.builder(
                        "matriarch_" + name,
                        agent,
                        a -> value.applyAsDouble(a.snapshot().me().routes()))
                .description(help)
                .tags(Tags.of("scope", start.cluster(), "name", start.self().value()))
                .strongReference(true)
                .register(registry);
    }
}
