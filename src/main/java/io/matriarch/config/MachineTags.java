package io.matriarch.config;

import java.util.List;
import java.util.Map;

/**
 * What the tags of a machine say where neither the file nor a variable does. The metadata of an
 * instance offers only tags whose keys have neither spaces nor slashes.
 */
final class MachineTags {

    private static final Map<String, String> KEYS =
            Map.of(
                    "cluster", "matriarch:cluster",
                    "backup.s3-prefix", "matriarch:backup-s3-prefix");

    private MachineTags() {}

    /** The machine is asked only when something is missing: commands start fast. */
    static void read(Machine machine, Findings findings) {
        KEYS.forEach(
                (key, tag) -> {
                    if (findings.isSet(key) || findings.isWrong(key)) {
                        return;
                    }
                    String value = machine.tags().getOrDefault(tag, "").strip();
                    if (!value.isEmpty()) {
                        findings.set(new Given(key, List.of(value), "the instance's tag " + tag));
                    }
                });
    }
}
