package io.matriarch.postgres.process;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.files.DataDirectory;
import io.matriarch.postgres.files.Divergence;
import io.matriarch.postgres.files.TimelineHistory;
import io.matriarch.postgres.files.WalDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a standby of a directory that led, or that followed another one (S11). Nothing is changed
 * before the source has been asked.
 */
record Rejoining(Node node, Starting starting, Cloning cloning) {

    private static final Set<String> CRASHED_PRIMARY =
            Set.of("in production", "shutting down", "in crash recovery");

    JobOutcome to(Upstream source) throws JobFailure, IOException, InterruptedException {
        DataDirectory data = node.data();
        Optional<String> problem = Starting.problem(data, node.programs().major());
        if (problem.isPresent()) {
            throw new JobFailure(problem.get());
        }
        cloning.stopStandby();
        ControlData control = node.control();
        Source upstream = Source.ask(node, source, control.systemId());
        if (Files.exists(data.rewindMark())) {
            return clone(source, "an earlier rewind was interrupted");
        }
        cloning.makeSlot(source);
        Timeline timeline = timeline(control);
        TimelineHistory mine = WalDirectory.history(data.path(), timeline);
        if (usedTwice(control, timeline, upstream.history())) {
            return clone(source, "timeline %s was begun twice".formatted(timeline));
        }
        Optional<Divergence.Fork> fork = Divergence.fork(mine, upstream.history());
        Optional<Lsn> end = end(control, timeline, fork);
        if (CRASHED_PRIMARY.contains(control.state())) {
            new Rewind(node).recover();
            control = node.control();
        }
        Lsn known = end.orElse(control.position());
        return switch (Divergence.of(control, known, mine, upstream.history())) {
            case Divergence.None() -> follow(source, timeline, control.position());
            case Divergence.Unrelated() ->
                    clone(source, "its timeline %s has no ancestor there".formatted(timeline));
            case Divergence.Since since -> rewind(source, timeline, since.dropped(known));
        };
    }

    /**
     * @param atLeast the log in this directory reaches so far, and may reach further
     */
    private JobOutcome follow(Upstream source, Timeline timeline, Lsn atLeast)
            throws JobFailure, IOException, InterruptedException {
        if (!Source.keeps(node, source, atLeast)) {
            // An end that cannot be read may lie anywhere behind: a start shows it.
            Optional<Lsn> end = WalEnd.after(node, timeline, atLeast);
            if (end.isPresent() && !Source.keeps(node, source, end.get())) {
                return clone(
                        source,
                        "%s has removed the log that follows %s, where the one here ends"
                                .formatted(source.name(), end.get()));
            }
        }
        return done("no rewind was needed", source);
    }

    private JobOutcome rewind(Upstream source, Timeline timeline, long dropped)
            throws JobFailure, IOException, InterruptedException {
        DataDirectory data = node.data();
        Optional<String> failure = new Rewind(node).run(data, source);
        if (failure.isPresent()) {
            return clone(
                    source,
                    "%s; %d bytes of timeline %s are not in the new copy"
                            .formatted(failure.get(), dropped, timeline));
        }
        starting.standby(Optional.of(source));
        return new JobOutcome.Rewound(dropped, timeline);
    }

    private JobOutcome clone(Upstream source, String why)
            throws JobFailure, IOException, InterruptedException {
        String told = cloning.from(source);
        return new JobOutcome.Done(
                "cloned again, because " + why + (told.isEmpty() ? "" : "; " + told));
    }

    private JobOutcome done(String what, Upstream source)
            throws JobFailure, IOException, InterruptedException {
        String told = starting.standby(Optional.of(source));
        return new JobOutcome.Done(told.isEmpty() ? what : what + "; " + told);
    }

    /**
     * The control file shows the timeline of the last checkpoint: an older one than a standby has
     * reached since, and than a primary that crashed right after its promotion.
     */
    private Timeline timeline(ControlData control) {
        Timeline newest = WalDirectory.newest(node.settings().dataDir());
        return newest.isAfter(control.timeline()) ? newest : control.timeline();
    }

    /**
     * Only one primary can have led on a timeline. When both did, its number was used twice, and
     * neither PostgreSQL nor the histories can tell the two logs apart.
     */
    private boolean usedTwice(ControlData control, Timeline timeline, TimelineHistory upstream) {
        boolean wasPrimary = !control.wasStandby() && !node.data().standbySignal();
        return wasPrimary && upstream.entries().getLast().timeline().equals(timeline);
    }

    /**
     * Where this directory's log ended before anything else was written to it: what lies behind the
     * fork is what the cluster loses.
     */
    private Optional<Lsn> end(
            ControlData control, Timeline timeline, Optional<Divergence.Fork> fork)
            throws JobFailure, InterruptedException {
        Optional<Lsn> forked = fork.flatMap(Divergence.Fork::at);
        if (forked.isEmpty()) {
            return Optional.empty();
        }
        Optional<Lsn> found = WalEnd.after(node, timeline, forked.get());
        return found.isEmpty() && control.wasStandby() ? Optional.of(unknown()) : found;
    }

    /** A log that cannot be read may end anywhere: behind every fork, so that it is rewound. */
    private static Lsn unknown() {
        return new Lsn(-1L);
    }
}
