package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.api.dto.BackupGlance;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AgesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void theNewestBackupAndTheLastProof() {
        assertEquals(
                "Newest base backup: base_1, 3 min ago  last proven by a restore: 2 h ago",
                line("2026-11-23T11:56:01Z", "2026-11-23T09:30:00Z"));
        assertEquals(
                "Newest base backup: base_1, 0 s ago  last proven by a restore: 3 days ago",
                line("2026-11-23T12:00:05Z", "2026-11-20T09:30:00Z"));
    }

    @Test
    void whatThereIsNotIsSaid() {
        assertEquals(
                "Newest base backup: none yet  last proven by a restore: never",
                new Ages(NOW)
                        .backup(
                                new BackupGlance(
                                        Optional.empty(), Optional.empty(), Optional.empty())));
    }

    private static String line(String stored, String proven) {
        var glance =
                new BackupGlance(Optional.of("base_1"), Optional.of(stored), Optional.of(proven));
        return new Ages(NOW).backup(glance);
    }
}
