package io.matriarch.api;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a health check asks beyond its name.
 *
 * @param lag bytes that a standby may be behind; empty is no limit
 * @param replicationState streaming, or in archive recovery
 * @param tagged a tag is asked for; members have none
 * @param received lag counts to the received position ({@code mode=write}), not the replayed one
 */
record HealthQuery(
        OptionalLong lag, Optional<String> replicationState, boolean tagged, boolean received) {

    static HealthQuery of(MultivaluedMap<String, String> parameters) {
        return new HealthQuery(
                Bytes.parse(parameters.getFirst("lag")),
                Optional.ofNullable(parameters.getFirst("replication_state")),
                parameters.keySet().stream().anyMatch(k -> k.startsWith("tag_")),
                "write".equals(parameters.getFirst("mode")));
    }
}
