package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a node does with base backups, or did last: {@code /backups/work}.
 *
 * @param what in words; empty when it has done nothing since it runs
 * @param seconds since it began, or that it took
 * @param done bytes of the database so far
 * @param total bytes there will be, roughly; 0 when that is not known
 * @param rate bytes in a second
 * @param well whether it ended well
 * @param line what it ended with
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BackupWorkDocument(
        @JsonProperty(required = true) boolean running,
        String what,
        long seconds,
        long done,
        long total,
        long rate,
        boolean well,
        String line) {}
