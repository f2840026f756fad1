package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Plan;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/** A switchover that is planned. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ScheduledSwitchover(String at, Optional<String> from, Optional<String> to) {

    static ScheduledSwitchover of(Plan.Switchover plan) {
        return new ScheduledSwitchover(
                plan.at().toString(),
                plan.request().from().map(NodeName::value),
                plan.request().to().map(NodeName::value));
    }
}
