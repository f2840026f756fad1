package io.matriarch.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RestoreTargetTest {

    @Test
    void aTimeIsWrittenAsPostgresReadsItBeforeItKnowsTimeZones() {
        var time = new RestoreTarget.Time(Instant.parse("2026-11-22T10:32:00.842356Z"));
        assertEquals(
                Map.of("recovery_target_time", "2026-11-22 10:32:00.842356+00:00"),
                time.settings());
    }
}
