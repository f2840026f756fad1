package io.matriarch.api.dto;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.matriarch.backup.BaseBackup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The archive's base backups at a glance, as one agent saw them within the last minutes.
 *
 * @param name the newest one; absent when there is none yet
 * @param stored when it was finished
 * @param proven when a restore of any of them last succeeded
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record BackupGlance(
        Optional<String> name, Optional<String> stored, Optional<String> proven) {

    public static BackupGlance of(List<BaseBackup> all) {
        Optional<BaseBackup> newest = all.stream().max(Comparator.comparing(BaseBackup::stored));
        return new BackupGlance(
                newest.map(BaseBackup::name),
                newest.map(b -> b.stored().toString()),
                all.stream()
                        .flatMap(b -> b.proof().stream())
                        .map(BaseBackup.Proof::at)
                        .max(Comparator.naturalOrder())
                        .map(Instant::toString));
    }
}
