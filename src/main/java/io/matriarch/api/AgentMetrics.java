package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import io.matriarch.backup.ArchiveHealth;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Patroni's metrics, and our own; each is computed when it is scraped. */
@Singleton
final class AgentMetrics implements MeterBinder {
    private final Agent agent;

    AgentMetrics(Agent agent) {
        this.agent = agent;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Snapshot start = agent.snapshot();
        Tags tags = Tags.of("scope", start.cluster(), "name", start.self().value());
        for (PatroniMetric metric : PatroniMetric.values()) {
            gauge(registry, tags, metric.title(), metric.help(), a -> metric.of(a.snapshot()));
        }
        own(registry, tags);
        if (start.archive().isPresent()) {
            archive(registry, tags);
        }
    }

    private void archive(MeterRegistry registry, Tags tags) {
        gauge(
                registry,
                tags,
                "matriarch_wal_archive_failing",
                "1 if files of the write-ahead log cannot be stored in the archive",
                a -> archive(a).flatMap(ArchiveHealth.View::trouble).isPresent() ? 1 : 0);
        gauge(
                registry,
                tags,
                "matriarch_wal_archive_waiting",
                "Files of the write-ahead log that wait to be stored in the archive",
                a -> archive(a).map(ArchiveHealth.View::waiting).orElse(0));
        gauge(
                registry,
                tags,
                "matriarch_wal_archive_stored",
                "Files that PostgreSQL was told are stored, since the agent's start",
                a -> archive(a).map(ArchiveHealth.View::stored).orElse(0L));
        gauge(
                registry,
                tags,
                "matriarch_wal_archive_failed",
                "Attempts to store one that failed, since the agent's start",
                a -> archive(a).map(ArchiveHealth.View::failed).orElse(0L));
    }

    private static Optional<ArchiveHealth.View> archive(Agent agent) {
        return agent.snapshot().archive();
    }

    private void own(MeterRegistry registry, Tags tags) {
        gauge(
                registry,
                tags,
                "matriarch_takes_writes",
                "1 if PostgreSQL takes writes under a valid lease",
                a -> a.takesWrites() ? 1 : 0);
        gauge(
                registry,
                tags,
                "matriarch_lease_held",
                "1 if this member's lease is valid",
                a -> a.holdsLease() ? 1 : 0);
        gauge(
                registry,
                tags,
                "matriarch_lease_epoch",
                "Epoch of the lease as last read",
                a ->
                        a.snapshot()
                                .store()
                                .flatMap(ClusterView::lease)
                                .map(LeaseView::epoch)
                                .orElse(0L));
        gauge(
                registry,
                tags,
                "matriarch_failsafe_active",
                "1 if the lease rests on the peers' word",
                a -> a.snapshot().failsafe() ? 1 : 0);
        gauge(
                registry,
                tags,
                "matriarch_store_reachable",
                "1 if the newest read of the store succeeded",
                a -> StoreSight.reads(a.snapshot()) ? 1 : 0);
        gauge(
                registry,
                tags,
                "matriarch_agent_alive",
                "1 if the agent's rounds end",
                a -> a.isAlive() ? 1 : 0);
        gauge(
                registry,
                tags,
                "matriarch_peers_reachable",
                "Members that answered when last asked",
                a ->
                        a.snapshot().peers().values().stream()
                                .filter(r -> r.seen().isPresent())
                                .count());
        gauge(
                registry,
                tags,
                "patroni_failsafe_member",
                "1 if this member must confirm before the leader goes on without the store",
                a ->
                        a.snapshot()
                                        .store()
                                        .flatMap(ClusterView::lease)
                                        .filter(l -> l.failsafe().contains(a.snapshot().self()))
                                        .isPresent()
                                ? 1
                                : 0);
    }

    private void gauge(
            MeterRegistry registry,
            Tags tags,
            String name,
            String help,
            ToDoubleFunction<Agent> value) {
        Gauge.builder(name, agent, value)
                .description(help)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }
}
