package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.Optional;

/** A member that takes its log from the archive alone. */
final class Unstreamed {

    /** The archive has the beginning of a new timeline after a minute at most. */
    private static final Duration SHORT_OF_TIMELINE = Duration.ofMinutes(2);

    /** An archive that is late is no reason to restart over and over. */
    private static final Duration SHORT_OF_LOG = Duration.ofMinutes(5);

    private static final long MUCH = 64L * 1024 * 1024;

    private Unstreamed() {}

    /** It takes its log from the archive, or should; on its way back to its leader it streams. */
    static boolean is(
            Observation seen, NodeSettings settings, LeaseView lease, PostgresView.Standby mine) {
        boolean returning =
                mine.upstream().isPresent() && lease.timeline().isAfter(mine.timeline());
        return seen.me().tags().nostream() && isArchived(settings) && !returning;
    }

    /** Whoever follows another cluster writes no archive of its own. */
    static boolean isArchived(NodeSettings settings) {
        return settings.standbyOf().map(StandbyOf::hasArchive).orElse(true);
    }

    /** It still streams, which it began untagged, or to find its way back to its leader. */
    static boolean restarts(Observation seen, NodeSettings settings, PostgresView.Standby mine) {
        return mine.upstream().isPresent()
                && seen.lease().filter(l -> is(seen, settings, l, mine)).isPresent();
    }

    /**
     * One that was a standby starts again without a stream, whatever timeline its control file
     * names: that may lag. What cannot start so rejoins.
     */
    static boolean starts(Observation seen, Memory memory) {
        return seen.me().tags().nostream() && memory.trouble().failures() % 2 == 0;
    }

    static Decision standby(
            Observation seen,
            Memory memory,
            NodeSettings settings,
            LeaseView lease,
            Upstream leader,
            PostgresView.Standby mine) {
        Optional<Decision> restart = Restarting.following(seen, memory, settings, lease, mine);
        if (restart.isPresent()) {
            return restart.get();
        }
        if (restarts(seen, settings, mine) && !seen.paused()) {
            return Turns.restart(
                    seen,
                    memory,
                    settings,
                    lease,
                    "without a stream, as tags.nostream says",
                    new PostgresJob.Stop(PostgresJob.Stop.Mode.FAST, Duration.ofSeconds(60)));
        }
        // Nothing is rewound from a standby leader, but from the one that takes the writes.
        Optional<Upstream> source =
                settings.standbyOf().isPresent()
                        ? seen.remote().settledWriter()
                        : Optional.of(leader).filter(l -> Following.ready(seen, l));
        return Following.slots(seen, memory, lease)
                .or(() -> wayBack(seen, memory, lease, source, mine))
                .orElseGet(
                        () ->
                                Decision.of(
                                        memory,
                                        "no action: I am %s, a replica of %s %s, %s"
                                                .formatted(
                                                        seen.me().name(),
                                                        lease.holder(),
                                                        mine.upstream().isEmpty()
                                                                ? "from the archive alone"
                                                                : "by its stream for now",
                                                        Following.behind(lease, mine))));
    }

    /**
     * What the archive will never bring: its log has parted from the leader's, or the archive lacks
     * some. Both look the same from here, and it finds out when it rejoins.
     */
    private static Optional<Decision> wayBack(
            Observation seen,
            Memory memory,
            LeaseView lease,
            Optional<Upstream> source,
            PostgresView.Standby mine) {
        boolean older = lease.timeline().isAfter(mine.timeline());
        boolean far = lease.lsn().minus(mine.replayed()) > MUCH;
        Duration patience = older ? SHORT_OF_TIMELINE : SHORT_OF_LOG;
        boolean stuck =
                memory.apartSince()
                        .filter(t -> seen.now().since(t).compareTo(patience) >= 0)
                        .isPresent();
        if (!stuck || !(older || far) || seen.paused() || Health.resting(memory, seen.now())) {
            return Optional.empty();
        }
        String why = "the archive has brought nothing for %d s".formatted(patience.toSeconds());
        if (source.isEmpty()) {
            return Optional.of(
                    Decision.of(
                            memory,
                            "waiting for a leader to rejoin: " + why,
                            Following.asking(seen)));
        }
        return Optional.of(
                Decision.of(
                        memory.apart(Optional.of(seen.now())),
                        "rejoining %s on timeline %s: %s"
                                .formatted(source.get().name(), lease.timeline(), why),
                        new Action.Run(new PostgresJob.Rejoin(source.get()))));
    }

    /** What a standby is started with. */
    static Optional<Upstream> upstream(
            Observation seen, Memory memory, LeaseView lease, Upstream leader) {
        return seen.me().tags().nostream()
                ? Optional.empty()
                : Optional.of(Cascade.source(seen, memory, lease, leader).upstream());
    }
}
