package io.matriarch.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One key that differs between two documents.
 *
 * @param before empty when it is new
 * @param after empty when it goes
 */
public record DocumentChange(String key, Optional<String> before, Optional<String> after) {

    /** All that differ, in the order of their keys. */
    public static List<DocumentChange> between(Map<String, String> from, Map<String, String> to) {
        var keys = new TreeSet<>(from.keySet());
        keys.addAll(to.keySet());
        List<DocumentChange> changes = new ArrayList<>();
        for (String key : keys) {
            var change =
                    new DocumentChange(
                            key,
                            Optional.ofNullable(from.get(key)),
                            Optional.ofNullable(to.get(key)));
            if (!change.before().equals(change.after())) {
                changes.add(change);
            }
        }
        return changes;
    }

    /** {@code lease.ttl: 6s -> 12s}. */
    public String words() {
        return "%s: %s -> %s".formatted(key, shown(before), shown(after));
    }

    /** A value within one line. */
    public static String shown(Optional<String> value) {
        return value.map(v -> v.isEmpty() ? "\"\"" : v.replace("\n", " | ")).orElse("(not set)");
    }
}
