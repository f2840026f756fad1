package io.matriarch.api;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a health check asks beyond its name.
 *
 * @param lag bytes that a standby may be behind; empty is no limit
 * @param replicationState streaming, or in archive recovery
 * @param tags that the member must have, by name
 * @param received lag counts to the received position ({@code mode=write}), not the replayed one
 */
record HealthQuery(
        OptionalLong lag,
        Optional<String> replicationState,
        Map<String, List<String>> tags,
        boolean received) {

    private static final String TAG = "tag_";

    /**
     * Each tag that is asked for is there with this value; capitals do not count, as in Patroni.
     */
    boolean matches(Map<String, String> shown) {
        return tags.entrySet().stream()
                .allMatch(
                        e ->
                                e.getValue().stream()
                                        .allMatch(v -> v.equalsIgnoreCase(shown.get(e.getKey()))));
    }

    static HealthQuery of(MultivaluedMap<String, String> parameters) {
        return new HealthQuery(
                Bytes.parse(parameters.getFirst("lag")),
                Optional.ofNullable(parameters.getFirst("replication_state")),
                parameters.entrySet().stream()
                        .filter(e -> e.getKey().startsWith(TAG))
                        .collect(
                                Collectors.toMap(
                                        e -> e.getKey().substring(TAG.length()),
                                        e -> List.copyOf(e.getValue()))),
                "write".equals(parameters.getFirst("mode")));
    }
}
