package io.matriarch.postgres.sql;

import io.matriarch.cluster.Follower;
import io.matriarch.cluster.Hasty;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.PendingSetting;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.util.List;
import java.util.Optional;

/**
 * One answer of a server about itself.
 *
 * @param timeline the one that it writes or receives; a standby without a receiver knows only that
 *     of its last restart point
 * @param controlTimeline of the latest checkpoint
 * @param whole a standby that has read all that is on its own disk, and receives nothing
 * @param standbyNames {@code synchronous_standby_names} as this server has it
 * @param hasty whose clients do not wait
 * @param pending which parameters wait for a restart
 * @param position where a primary writes; zero on a standby
 */
public record ServerStatus(
        boolean standby,
        SystemId systemId,
        Timeline timeline,
        Timeline controlTimeline,
        Lsn position,
        Lsn received,
        Lsn replayed,
        boolean streaming,
        boolean pendingRestart,
        int version,
        String startedAt,
        Optional<String> replayedAt,
        boolean replayPaused,
        boolean whole,
        String standbyNames,
        Hasty hasty,
        List<PendingSetting> pending,
        List<Follower> followers) {

    /** A checkpoint has ended since the promotion: rewinding nodes see the new timeline. */
    public boolean checkpointed() {
        return controlTimeline.equals(timeline);
    }
}
