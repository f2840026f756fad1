package io.matriarch.agent;

import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Retention;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How this node takes base backups.
 *
 * @param every between two backups; none is taken on schedule when empty
 * @param rate bytes of the database in a second at most
 * @param leader what a backup asks of it
 * @param proveEvery between two restores that prove the newest one; none on schedule when empty
 */
public record BackupPlan(
        Optional<Duration> every,
        Retention retention,
        OptionalLong rate,
        BackupSource source,
        BaseBackups.Proving proving,
        BaseBackups.Leader leader,
        Optional<Duration> proveEvery) {}
