package io.matriarch.agent;

import io.matriarch.backup.Progress;
import java.time.Instant;
import java.util.Optional;

/**
 * Work on base backups that this node does, or did last.
 *
 * @param what in words: "taking a base backup"
 * @param outcome empty while it goes on
 */
public record BackupWork(String what, Instant begun, Progress progress, Optional<Outcome> outcome) {

    /** How it ended; {@code line} is for an operator. */
    public record Outcome(Instant at, boolean well, String line) {}

    public boolean running() {
        return outcome.isEmpty();
    }

    BackupWork ended(Instant at, boolean well, String line) {
        return new BackupWork(what, begun, progress, Optional.of(new Outcome(at, well, line)));
    }
}
