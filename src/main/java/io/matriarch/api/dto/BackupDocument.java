package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.matriarch.backup.BaseBackup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * One base backup in {@code /backups}.
 *
 * @param time when it was begun
 * @param size bytes of the database
 * @param proven when a restore of it last succeeded; absent when none has
 * @param unproven a newer restore that has not: when, where and why; absent when there is none
 * @param unreadable why nothing but its name is known; absent when all is well
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record BackupDocument(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String time,
        Optional<String> restsOn,
        int timeline,
        String startLsn,
        String finishLsn,
        long size,
        long storedSize,
        String systemIdentifier,
        int version,
        String host,
        boolean permanent,
        Optional<String> proven,
        Optional<Long> provenMillis,
        Optional<String> provenBy,
        Optional<String> unproven,
        Optional<String> unreadable) {

    public static BackupDocument of(BaseBackup b) {
        return new BackupDocument(
                b.name(),
                b.begun().toString(),
                b.restsOn(),
                b.timeline().number(),
                b.start().toString(),
                b.finish().toString(),
                b.size(),
                b.storedSize(),
                b.systemId().value(),
                b.version(),
                b.host(),
                b.permanent(),
                b.proof().map(p -> p.at().toString()),
                b.proof().map(BaseBackup.Proof::millis),
                b.proof().map(BaseBackup.Proof::checks),
                b.attempt()
                        .map(
                                a ->
                                        "%s on %s: %s"
                                                .formatted(
                                                        a.at(),
                                                        a.host(),
                                                        a.failure()
                                                                .orElse("begun, and not ended"))),
                b.unreadable());
    }
}
