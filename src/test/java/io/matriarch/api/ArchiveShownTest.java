package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.agent.BackupDuty;
import io.matriarch.agent.BackupPlan;
import io.matriarch.backup.ArchiveHealth;
import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Retention;
import io.matriarch.backup.s3.base.S3BaseBackups;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the archive fares in the text of {@code /metrics}: it is there only with an archive. */
final class ArchiveShownTest {

    private static final String NEWEST = "base_000000010000000000000004_D_000000010000000000000002";

    private final FakeAgent agent = new FakeAgent();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @TempDir Path folder;

    @Test
    void anArchiveThatFails() {
        var failing = new ArchiveHealth.View(7, 3, 12, Optional.of("AccessDenied"));
        agent.change(s -> Herd.archiving(s, failing));
        new AgentMetrics(agent).bindTo(registry);
        assertEquals(
                Map.of(
                        "wal_archive_failing", 1.0,
                        "wal_archive_waiting", 12.0,
                        "wal_archive_stored", 7.0,
                        "wal_archive_failed", 3.0),
                told("wal_archive_"));
        agent.change(s -> Herd.archiving(s, new ArchiveHealth.View(19, 3, 0, Optional.empty())));
        assertEquals(
                Map.of(
                        "wal_archive_failing", 0.0,
                        "wal_archive_waiting", 0.0,
                        "wal_archive_stored", 19.0,
                        "wal_archive_failed", 3.0),
                told("wal_archive_"));
    }

    @Test
    void withoutAnArchiveThereIsNothingToShow() {
        new AgentMetrics(agent).bindTo(registry);
        new BackupMetrics(agent, new Backups(Optional.empty())).bindTo(registry);
        assertEquals(Map.of(), told("wal_archive_"));
        assertEquals(Map.of(), told("backup_"));
    }

    @Test
    void aBackupThatIsProvenAndAnAttemptThatFailed() throws IOException {
        copySample();
        BackupDuty duty = duty();
        new BackupMetrics(agent, new Backups(Optional.of(duty))).bindTo(registry);
        assertEquals(0.0, told("backup_").get("backup_proven_seconds"));
        var proven = Instant.parse("2026-11-24T06:00:00Z");
        note("proven_restore.json", "{\"time\":\"%s\",\"millis\":1,\"checks\":\"all\"}", proven);
        double stored = duty.list().getFirst().stored().getEpochSecond();
        assertEquals(
                Map.of(
                        "backup_newest_seconds",
                        stored,
                        "backup_proven_seconds",
                        (double) proven.getEpochSecond(),
                        "backup_unproven",
                        0.0,
                        "backup_failed",
                        0.0),
                told("backup_"));
        note(
                "attempted_restore.json",
                "{\"time\":\"%s\",\"host\":\"n1\",\"failure\":\"damaged\"}",
                proven.plusSeconds(60));
        assertEquals(NEWEST, duty.list().getFirst().name());
        assertEquals(1.0, told("backup_").get("backup_unproven"));
    }

    private void note(String name, String json, Instant time) throws IOException {
        Path backup = Files.createDirectories(folder.resolve("basebackups_005/" + NEWEST));
        Files.writeString(backup.resolve(name), json.formatted(time));
    }

    private void copySample() throws IOException {
        Path sample = Path.of("src/test/resources/walg-samples/lz4");
        try (Stream<Path> tree = Files.walk(sample)) {
            for (Path p : tree.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(sample.relativize(p).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(p, copy);
            }
        }
    }

    private BackupDuty duty() {
        var plan =
                new BackupPlan(
                        Optional.empty(),
                        Retention.NONE,
                        OptionalLong.empty(),
                        new BackupSource(folder, folder, "", folder, folder, "n1"),
                        new BaseBackups.Proving(folder, folder, "false", "n1"),
                        () -> {},
                        Optional.empty());
        var store =
                ObjectStores.open(new BackupAddress.Directory(folder), S3Settings.ofTheMachine());
        return new BackupDuty(new S3BaseBackups(store, Codec.LZ4), plan, InstantSource.system());
    }

    private Map<String, Double> told(String prefix) {
        var all = new TreeMap<String, Double>();
        for (String line : registry.scrape().lines().toList()) {
            if (line.startsWith("matriarch_" + prefix)) {
                all.put(
                        line.substring("matriarch_".length(), line.indexOf('{')),
                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)));
            }
        }
        return all;
    }
}
