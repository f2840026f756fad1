package io.matriarch.cli;

import io.matriarch.api.dto.MemberDocument;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What waits for a restart, in words. */
final class PendingText {

    private PendingText() {}

    /** One line for each change, with the members; empty when none waits. */
    static String lines(List<MemberDocument> members) {
        var waiting = new TreeMap<String, String>();
        for (MemberDocument m : members) {
            changes(m)
                    .values()
                    .forEach(change -> waiting.merge(change, m.name(), (a, b) -> a + ", " + b));
        }
        return waiting.entrySet().stream()
                .map(w -> "\nPending restart: %s on %s".formatted(w.getKey(), w.getValue()))
                .collect(Collectors.joining());
    }

    /** Such as {@code "; brings max_connections 100 -> 90"}; empty when none is known. */
    static String brought(MemberDocument member) {
        Map<String, String> changes = changes(member);
        return changes.isEmpty() ? "" : "; brings " + String.join(", ", changes.values());
    }

    /** By the parameter's name, such as {@code max_connections 100 -> 90}. */
    static Map<String, String> changes(MemberDocument member) {
        var changes = new TreeMap<String, String>();
        member.pendingRestartReason()
                .orElse(Map.of())
                .forEach(
                        (name, reason) ->
                                changes.put(
                                        name,
                                        "%s %s -> %s"
                                                .formatted(
                                                        name,
                                                        reason.oldValue(),
                                                        reason.newValue())));
        return changes;
    }
}
