package io.matriarch.api.dto;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.matriarch.cluster.PendingSetting;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a parameter has now, and what a restart brings, in Patroni's form.
 *
 * @param oldValue in effect
 * @param newValue in the file
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PendingRestartReason(String oldValue, String newValue) {

    /** By the parameter's name; empty when nothing waits. */
    public static Optional<Map<String, PendingRestartReason>> of(List<PendingSetting> pending) {
        var all = new TreeMap<String, PendingRestartReason>();
        pending.forEach(s -> all.put(s.name(), new PendingRestartReason(s.from(), s.to())));
        return Optional.<Map<String, PendingRestartReason>>of(all).filter(m -> !m.isEmpty());
    }
}
