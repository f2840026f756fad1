package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.agent.BackupDuty;
import io.matriarch.agent.Snapshot;
import io.matriarch.backup.BaseBackup;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Base backups as this node saw them last, within some minutes. */
@Singleton
final class BackupMetrics implements MeterBinder {
    private final Agent agent;
    private final Optional<BackupDuty> duty;

    BackupMetrics(Agent agent, Backups backups) {
        this.agent = agent;
        this.duty = backups.duty();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (duty.isEmpty()) {
            return;
        }
        gauge(
                registry,
                "matriarch_backup_newest_seconds",
                "When the newest base backup was stored, in seconds since 1970; 0 for never",
                d -> newest(d.known().stream().map(BaseBackup::stored)));
        gauge(
                registry,
                "matriarch_backup_proven_seconds",
                "When a restore of a base backup last succeeded, in seconds since 1970; 0 for never",
                d ->
                        newest(
                                d.known().stream()
                                        .flatMap(b -> b.proof().stream())
                                        .map(BaseBackup.Proof::at)));
        gauge(
                registry,
                "matriarch_backup_unproven",
                "1 if the last restore that should prove the newest base backup failed",
                d ->
                        d.known().stream()
                                        .max(Comparator.comparing(BaseBackup::stored))
                                        .flatMap(BaseBackup::attempt)
                                        .flatMap(BaseBackup.Attempt::failure)
                                        .isPresent()
                                ? 1
                                : 0);
        gauge(
                registry,
                "matriarch_backup_failed",
                "1 if the last work of this node on base backups failed",
                d -> d.work().flatMap(w -> w.outcome()).filter(o -> !o.well()).isPresent() ? 1 : 0);
    }

    private static double newest(Stream<Instant> times) {
        return times.max(Comparator.naturalOrder()).map(Instant::getEpochSecond).orElse(0L);
    }

    private void gauge(
            MeterRegistry registry, String name, String help, ToDoubleFunction<BackupDuty> value) {
        Snapshot start = agent.snapshot();
        Gauge.builder(name, duty.orElseThrow(), value)
                .description(help)
                .tags(Tags.of("scope", start.cluster(), "name", start.self().value()))
                .strongReference(true)
                .register(registry);
    }
}
