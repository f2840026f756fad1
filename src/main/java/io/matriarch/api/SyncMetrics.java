package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Hasty;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.SyncWait;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What an acknowledged write is worth at this moment; all but the first two are the leader's. */
@Singleton
final class SyncMetrics implements MeterBinder {
    private final Agent agent;

    SyncMetrics(Agent agent) {
        this.agent = agent;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "sync_set", "Standbys that the lease's sync set names", SyncMetrics::set);
        gauge(
                registry,
                "sync_wanted",
                "For how many standbys each commit shall wait; 0 in asynchronous mode",
                SyncMetrics::wanted);
        gauge(
                registry,
                "sync_waited_for",
                "For how many standbys each commit on this primary waits",
                s -> waits(s).map(SyncWait::count).orElse(0));
        gauge(
                registry,
                "sync_missing",
                "How many that is too few; 0 on a member that does not lead",
                s -> waits(s).map(w -> Math.max(0, wanted(s) - w.count())).orElse(0));
        gauge(
                registry,
                "writes_at_risk",
                "1 if this primary acknowledges commits that no standby has to have",
                s -> waits(s).filter(w -> w.names().isEmpty() && !w.blocked()).isPresent() ? 1 : 0);
        gauge(
                registry,
                "writes_blocked",
                "1 if this primary acknowledges nothing, because no standby is fit",
                s -> waits(s).filter(SyncWait::blocked).isPresent() ? 1 : 0);
        gauge(
                registry,
                "sync_lowering_settings",
                "Settings of roles, databases and the server that lower synchronous_commit",
                s -> hasty(s).settings());
        gauge(
                registry,
                "sync_lowered_sessions",
                "Sessions that such a setting is meant for",
                s -> hasty(s).sessions());
    }

    private static int set(Snapshot s) {
        return s.store()
                .flatMap(ClusterView::lease)
                .map(l -> l.sync().standbys(l.holder()).size())
                .orElse(0);
    }

    private static int wanted(Snapshot s) {
        return s.replication().waits() ? s.replication().syncCount() : 0;
    }

    private static Optional<SyncWait> waits(Snapshot s) {
        return primary(s).map(PostgresView.Primary::commits);
    }

    private static Hasty hasty(Snapshot s) {
        return primary(s).map(PostgresView.Primary::hasty).orElse(Hasty.NOBODY);
    }

    private static Optional<PostgresView.Primary> primary(Snapshot s) {
        return s.postgres().seen().orElse(null) instanceof PostgresView.Primary p
                ? Optional.of(p)
                : Optional.empty();
    }

    private void gauge(
            MeterRegistry registry, String name, String help, ToDoubleFunction<Snapshot> value) {
        Snapshot start = agent.snapshot();
        Gauge.builder("matriarch_" + name, agent, a -> value.applyAsDouble(a.snapshot()))
                .description(help)
                .tags(Tags.of("scope", start.cluster(), "name", start.self().value()))
                .strongReference(true)
                .register(registry);
    }
}
