package io.matriarch.cli;

import io.matriarch.api.dto.BackupGlance;
import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in one unit. */
record Ages(Instant now) {

    String backup(BackupGlance backup) {
        String newest =
                backup.name()
                        .map(n -> n + backup.stored().map(at -> ", " + ago(at)).orElse(""))
                        .orElse("none yet");
        String proven = backup.proven().map(this::ago).orElse("never");
        return "Newest base backup: %s  last proven by a restore: %s".formatted(newest, proven);
    }

    private String ago(String at) {
        long seconds = Math.max(0, Duration.between(Instant.parse(at), now).toSeconds());
        if (seconds < 60) {
            return seconds + " s ago";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min ago";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + " h ago" : seconds / 86_400 + " days ago";
    }
}
