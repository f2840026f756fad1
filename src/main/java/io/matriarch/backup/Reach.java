package io.matriarch.backup;

import io.matriarch.cluster.Lsn;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which points an archive can bring back: from the end of its oldest backup to the end of its log.
 *
 * @param end one past the last archived segment
 * @param endTime when that was archived
 */
public record Reach(List<BaseBackup> backups, Lsn end, Instant endTime) {

    /**
     * The backup to begin with.
     *
     * @throws BackupFailure when the target is out of reach; it names what is in reach
     */
    public BaseBackup of(RestoreTarget target) throws BackupFailure {
        Optional<BaseBackup> found =
                switch (target) {
                    case RestoreTarget.Latest _, RestoreTarget.Name _ -> newest(backups);
                    case RestoreTarget.Time(var at) ->
                            at.isAfter(endTime)
                                    ? Optional.empty()
                                    : newest(
                                            backups.stream()
                                                    .filter(b -> b.stored().isBefore(at))
                                                    .toList());
                    case RestoreTarget.Position(var lsn) ->
                            lsn.isAfter(end)
                                    ? Optional.empty()
                                    : newest(
                                            backups.stream()
                                                    .filter(b -> !b.finish().isAfter(lsn))
                                                    .toList());
                };
        return found.orElseThrow(() -> new BackupFailure(outside(target)));
    }

    private static Optional<BaseBackup> newest(List<BaseBackup> backups) {
        return backups.stream().max(Comparator.comparing(BaseBackup::stored));
    }

    private String outside(RestoreTarget target) {
        if (backups.isEmpty()) {
            return "there is no base backup to restore";
        }
        BaseBackup oldest =
                backups.stream().min(Comparator.comparing(BaseBackup::stored)).orElseThrow();
        return "%s is out of reach: the archive reaches from %s to %s, from LSN %s to %s"
                .formatted(target.words(), oldest.stored(), endTime, oldest.finish(), end);
    }
}
