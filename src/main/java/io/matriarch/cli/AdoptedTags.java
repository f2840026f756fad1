package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Patroni's tags of a member, as its file here names them.
 *
 * @param values each with its value
 * @param leftOut one line for each that has no place, and why
 */
record AdoptedTags(Map<String, String> values, List<String> leftOut) {

    static AdoptedTags of(JsonNode member) {
        var adopted = new AdoptedTags(new TreeMap<>(), new ArrayList<>());
        String name = member.path("name").asText();
        member.path("tags")
                .properties()
                .forEach(tag -> adopted.take(name, tag.getKey(), tag.getValue().asText()));
        return adopted;
    }

    private void take(String member, String tag, String value) {
        switch (tag) {
            case "nostream" ->
                    leftOut.add(
                            "tag nostream of %s: it needs an archive (backup.s3-prefix); set both"
                                    .formatted(member));
            case "replicatefrom" -> {
                if (value.equals(member)) {
                    leftOut.add("tag replicatefrom of %s: it names itself".formatted(member));
                } else {
                    values.put(tag, value);
                }
            }
            case "failover_priority" -> values.put("failover-priority", value);
            case "sync_priority" -> values.put("sync-priority", value);
            default -> values.put(tag, value);
        }
    }
}
