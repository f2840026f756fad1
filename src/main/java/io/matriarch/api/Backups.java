package io.matriarch.api;

import io.matriarch.agent.BackupDuty;
import java.util.Optional;

/** Base backups, when an archive is configured. */
public record Backups(Optional<BackupDuty> duty) {}
