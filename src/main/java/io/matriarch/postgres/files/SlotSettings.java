package io.matriarch.postgres.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What permanent logical slots need of every server of the cluster. */
final class SlotSettings {

    private static final int FAILOVER_SLOTS = 17;

    private SlotSettings() {}

    static Map<String, String> of(Rendering r) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (!r.settings().slots().hasLogical()) {
            return settings;
        }
        settings.put("wal_level", "logical");
        // The leader keeps the catalog rows that a standby's copies of the slots begin at.
        settings.put("hot_standby_feedback", "on");
        if (r.major() >= FAILOVER_SLOTS) {
            settings.put("sync_replication_slots", "on");
            settings.put("synchronized_standby_slots", ahead(r));
        }
        return settings;
    }

    /** No consumer gets what those lack that may lead next. */
    private static String ahead(Rendering r) {
        return r.commits().names().stream().map(SlotName::of).collect(Collectors.joining(","));
    }
}
