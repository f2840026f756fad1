package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.matriarch.cluster.Plan;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.Optional;

/** A member's restart that is planned; a filter is absent when it does not filter. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ScheduledRestart(
        String schedule,
        Optional<String> role,
        Optional<Integer> postgresVersion,
        Optional<Boolean> restartPending) {

    public static ScheduledRestart of(Plan.Restart plan) {
        var when = plan.restart().when();
        return new ScheduledRestart(
                plan.at().toString(),
                when.role().map(role -> role.name().toLowerCase(Locale.ROOT)),
                when.below(),
                when.pending() ? Optional.of(true) : Optional.empty());
    }
}
