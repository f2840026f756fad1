package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A member's file: what belongs to the node, and the first document below {@code initial}. */
final class AdoptedFile {

    private static final String PARAMETERS = "postgres.parameters.";

    private static final List<String> LINES = List.of("postgres.hba", "postgres.ident");

    private AdoptedFile() {}

    static String of(
            String scope, JsonNode member, SortedMap<String, String> settings, String data) {
        String port = member.path("port").asText("5432");
        String host = member.path("host").asText();
        var file = new LinkedHashMap<String, Object>();
        file.put("cluster", scope);
        file.put("name", member.path("name").asText());
        var postgres = new LinkedHashMap<String, Object>();
        postgres.put("data-dir", data);
        postgres.put("listen", "0.0.0.0:" + port);
        postgres.put("advertise", host + ":" + port);
        postgres.put("superuser-password-file", "/etc/matriarch/superuser-password");
        file.put("postgres", postgres);
        Map<String, String> tags = AdoptedTags.of(member).values();
        if (!tags.isEmpty()) {
            file.put("tags", tags);
        }
        var initial = new LinkedHashMap<String, Object>();
        settings.forEach((key, value) -> put(initial, key, value));
        if (!initial.isEmpty()) {
            file.put("initial", initial);
        }
        return "# Written by matriarch adopt; complete it (store, token, password) before the agent starts.\n"
                + Documents.yaml(file)
                + "\n";
    }

    /** The name of a parameter may hold a dot of its own. */
    private static void put(Map<String, Object> tree, String key, String value) {
        if (key.startsWith(PARAMETERS)) {
            below(below(tree, "postgres"), "parameters")
                    .put(key.substring(PARAMETERS.length()), value);
        } else if (LINES.contains(key)) {
            below(tree, "postgres")
                    .put(key.substring("postgres.".length()), value.lines().toList());
        } else {
            String[] path = key.split("\\.");
            Map<String, Object> at = tree;
            for (String part : Arrays.copyOf(path, path.length - 1)) {
                at = below(at, part);
            }
            at.put(path[path.length - 1], value);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> below(Map<String, Object> tree, String key) {
        return (Map<String, Object>) tree.computeIfAbsent(key, _ -> new LinkedHashMap<>());
    }
}
