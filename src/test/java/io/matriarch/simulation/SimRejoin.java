package io.matriarch.simulation;

import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import java.util.Optional;

/** A former primary's, or a lost standby's, way back to the leader. */
record SimRejoin(SimJobs jobs, Herd herd, SimNode node) {

    void begin(SimJobs.Stages stages, Upstream source) {
        if (node.postgres().running()) {
            node.postgres().stop(jobs.takes(20, 300));
        }
        rejoinWhenDown(stages, source, herd.world().now() + 10 * World.SECOND);
    }

    private void rejoinWhenDown(SimJobs.Stages stages, Upstream source, long limit) {
        if (node.postgres().running()) {
            if (herd.world().now() >= limit) {
                node.postgres().kill(herd.postgresDice().millis(2, 60));
            }
            stages.then(SimJobs.POLL, () -> rejoinWhenDown(stages, source, limit));
            return;
        }
        stages.then(
                jobs.takes(100, 1500),
                () -> {
                    Optional<SimDisk> theirs = reach(source, false);
                    Optional<SimDisk> mine = node.postgres().disk();
                    if (theirs.isEmpty() || mine.isEmpty()) {
                        stages.failed("cannot reach " + source.name());
                        return;
                    }
                    rewind(stages, source, mine.get(), theirs.get());
                });
    }

    private void rewind(SimJobs.Stages stages, Upstream source, SimDisk mine, SimDisk theirs) {
        boolean settled = theirs.controlTimeline == theirs.wal.branch().timeline;
        if (!settled && !herd.bugs().contains(Bug.REWIND_TOO_EARLY)) {
            stages.failed(source.name() + " has not checkpointed since its promotion");
            return;
        }
        if (!settled) {
            // Its control file still names the old timeline: pg_rewind finds nothing to do.
            herd.conduct().misled(node, source, mine, theirs);
            jobs.startStandby(stages, source, new JobOutcome.Done("nothing to rewind"));
            return;
        }
        long common = mine.wal.divergenceByNumbers(theirs.wal);
        boolean sameByNumbers = mine.wal.sameLastTimeline(theirs.wal);
        boolean nothingToRewind = sameByNumbers || mine.wal.end() <= common;
        if (theirs.oldest > Math.min(common, mine.wal.end())) {
            // The log in between is gone: only a copy helps, and it brings the newest log along.
            String gone = source.name() + " has removed the log that is needed here";
            jobs.clone(stages, source, source, "cloned again, because " + gone);
            return;
        }
        if (nothingToRewind) {
            jobs.startStandby(stages, source, new JobOutcome.Done("nothing to rewind"));
            return;
        }
        if (jobs.fails()) {
            stages.failed("pg_rewind failed");
            return;
        }
        long dropped = mine.wal.end() - common;
        int timeline = mine.wal.branch().timeline;
        SimDisk copy = theirs.copy();
        copy.wal = theirs.wal.upTo(Math.max(common, 0));
        copy.minRecoveryEnd = theirs.wal.end();
        herd.invariants().dropped(node, mine.wal, theirs.wal, dropped);
        node.postgres().replaceDisk(copy);
        jobs.startStandby(stages, source, new JobOutcome.Rewound(dropped, new Timeline(timeline)));
    }

    /** The source's data, when its PostgreSQL can be asked for it at this instant. */
    Optional<SimDisk> reach(Upstream up, boolean copy) {
        if (herd.remote().is(up)) {
            return herd.remote().reach();
        }
        SimNode source = herd.node(up.name());
        boolean open = herd.network().bothWays(node.name(), source.name(), SimNetwork.Traffic.WAL);
        boolean answers = source.up() && !source.paused() && !source.postgres().hung();
        return open
                        && answers
                        && (source.postgres().isPrimary()
                                || ((copy || herd.remote().isFollowed())
                                        && source.postgres().isStandby()))
                ? source.postgres().disk()
                : Optional.empty();
    }
}
