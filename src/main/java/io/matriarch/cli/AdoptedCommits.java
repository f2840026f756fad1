package io.matriarch.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What commits wait for, by {@code synchronous_standby_names}, as keys of the document. */
final class AdoptedCommits {

    private static final Pattern COUNTED =
            Pattern.compile("^\\s*(FIRST|ANY)?\\s*([0-9]+)\\s*\\(", Pattern.CASE_INSENSITIVE);

    private AdoptedCommits() {}

    /**
     * @param names {@code FIRST 2 (a, b, c)}, {@code ANY 1 (*)}, {@code 2 (a, b)}, names alone, or
     *     nothing
     */
    static Map<String, String> of(String names) {
        if (names.isBlank()) {
            return Map.of();
        }
        Matcher counted = COUNTED.matcher(names);
        if (!counted.find()) {
            return Map.of("replication.mode", "sync");
        }
        String mode = "ANY".equalsIgnoreCase(counted.group(1)) ? "quorum" : "sync";
        return Map.of("replication.mode", mode, "replication.sync-count", counted.group(2));
    }
}
