package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/** Positions in bytes: {@code location} of a primary, the others of a standby. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Xlog(
        Optional<Long> location,
        Optional<Long> receivedLocation,
        Optional<Long> replayedLocation,
        Optional<String> replayedTimestamp,
        Optional<Boolean> paused) {}
