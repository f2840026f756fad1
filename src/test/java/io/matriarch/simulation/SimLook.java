package io.matriarch.simulation;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a look at a running server shows. */
record SimLook(SimNode node, Herd herd, SimPostgres postgres) {

    /** So much of its own log a standby still has to read when it begins to answer. */
    private static final long TAIL = 2_000_000;

    private static final long READING = 2 * World.SECOND;

    private static final long NOTICES = 3 * World.SECOND;

    PostgresView of(@Nullable SimDisk disk) {
        if (disk == null) {
            return new PostgresView.Absent();
        }
        SystemId id = new SystemId(disk.systemId);
        if (postgres.starting()) {
            return new PostgresView.Starting(!postgres.primary(), id);
        }
        return postgres.running()
                ? up(disk, id)
                : new PostgresView.Down(herd.shown(disk.control()), disk.standbySignal);
    }

    private PostgresView up(SimDisk mine, SystemId id) {
        if (postgres.silent()) {
            return new PostgresView.Silent(
                    "no answer within a beat", !postgres.hung(), !postgres.primary(), id);
        }
        if (postgres.primary()) {
            return postgres.commits().view(id, mine);
        }
        Timeline timeline = new Timeline(mine.wal.branch().timeline);
        boolean whole = readsOn();
        Lsn position = new Lsn(whole ? mine.wal.end() : Math.max(0, mine.wal.end() - TAIL));
        boolean seems = postgres.streaming() || postgres.streamedAgo() < lingers();
        return new PostgresView.Standby(
                id,
                timeline,
                position,
                position,
                seems,
                false,
                postgres.told(),
                150000,
                "",
                Optional.empty(),
                false,
                postgres.told().isEmpty() && (whole || herd.bugs().contains(Bug.VOTES_HALF_READ)),
                List.of(),
                List.of());
    }

    /** It has read all that was on its disk when it started. */
    private boolean readsOn() {
        return !herd.modes().showRestarts() || postgres.streaming() || postgres.upFor() > READING;
    }

    /** A cut connection is noticed late; one whose other end is gone, at once. */
    private long lingers() {
        return postgres.upstream()
                        .filter(up -> !herd.remote().is(up))
                        .filter(up -> reaches(up.name().value()))
                        .isPresent()
                ? 0
                : NOTICES;
    }

    private boolean reaches(String other) {
        return herd.network().open(node.name(), other, SimNetwork.Traffic.WAL);
    }
}
