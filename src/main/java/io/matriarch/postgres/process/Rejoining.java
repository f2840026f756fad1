package io.matriarch.postgres.process;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.files.DataDirectory;
import io.matriarch.postgres.files.Divergence;
import io.matriarch.postgres.files.StreamableLog;
import io.matriarch.postgres.files.TimelineHistory;
import io.matriarch.postgres.files.WalDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a standby of a directory that led, or that followed another one (S11). Nothing is changed
 * before the source has been asked.
 */
record Rejoining(
        Node node, Starting starting, Cloning cloning, ServerProcess server, Patience patience) {

    /** The archive gets a segment that nobody fills after a minute. */
    private static final Duration FROM_THE_ARCHIVE = Duration.ofMinutes(2);

    private static final Duration TO_SEE_THE_END = Duration.ofSeconds(15);

    private static final Set<String> CRASHED_PRIMARY =
            Set.of("in production", "shutting down", "in crash recovery");

    JobOutcome to(Upstream source) throws JobFailure, IOException, InterruptedException {
        DataDirectory data = node.data();
        Optional<String> problem = Starting.problem(data, node.programs().major());
        if (problem.isPresent()) {
            throw new JobFailure(problem.get());
        }
        if (patience.lasts(node.clock().get()) && server.running().isPresent()) {
            return new JobOutcome.Done(
                    "%s lacks the log that follows here: it is looked for in the archive"
                            .formatted(source.name()));
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
        StreamableLog log = Source.log(node, source);
        if (fork.isPresent() && !same(upstream, source, log, control, mine, fork.get())) {
            return clone(
                    source,
                    "the log here is another one than that of %s, though both are of timeline %s: it was begun twice"
                            .formatted(source.name(), fork.get().timeline()));
        }
        // A start writes into the control file how it is from now on.
        boolean everyPageLogged = node.everyPageLogged();
        Lsn atLeast = control.position();
        if (CRASHED_PRIMARY.contains(control.state())) {
            Optional<String> broken = new Rewind(node).recover();
            if (broken.isPresent()) {
                return clone(source, broken.get());
            }
            control = node.control();
        }
        // Where the log at the fork is gone, its end is not found from there.
        Lsn known = end.orElse(control.position()).max(atLeast);
        return switch (Divergence.of(control, known, mine, upstream.history())) {
            case Divergence.None() ->
                    follow(source, upstream.history(), log, timeline, control.position());
            case Divergence.Unrelated() ->
                    clone(source, "its timeline %s has no ancestor there".formatted(timeline));
            case Divergence.Since since ->
                    everyPageLogged
                            ? rewind(source, timeline, since.dropped(known))
                            : clone(
                                    source,
                                    "pg_rewind cannot find all that was written here without data checksums or wal_log_hints; %d bytes of timeline %s are not in the new copy"
                                            .formatted(since.dropped(known), timeline));
        };
    }

    /**
     * @param atLeast the log in this directory reaches so far, and may reach further
     */
    private JobOutcome follow(
            Upstream source,
            TimelineHistory upstream,
            StreamableLog log,
            Timeline timeline,
            Lsn atLeast)
            throws JobFailure, IOException, InterruptedException {
        if (log.from(upstream, timeline, atLeast)) {
            patience.end();
            return done("no rewind was needed", source);
        }
        Optional<Lsn> end = WalEnd.after(node, timeline, atLeast);
        if (end.isPresent() && log.from(upstream, timeline, end.get())) {
            patience.end();
            return done("no rewind was needed", source);
        }
        boolean archive = node.settings().archiving().isPresent();
        Lsn known = end.orElse(atLeast);
        // An end that cannot be read may lie anywhere behind: a start shows it.
        if ((archive || end.isEmpty())
                && patience.grants(
                        known, archive ? FROM_THE_ARCHIVE : TO_SEE_THE_END, node.clock().get())) {
            return done(
                    "%s lacks the log that follows %s: it is looked for in the archive"
                            .formatted(source.name(), known),
                    source);
        }
        patience.end();
        return clone(
                source,
                "%s has removed the log that follows %s, where the one here ends"
                        .formatted(source.name(), known));
    }

    /** Timeline 1 begins but once for a system identifier. */
    private boolean same(
            Source upstream,
            Upstream source,
            StreamableLog log,
            ControlData control,
            TimelineHistory mine,
            Divergence.Fork fork)
            throws JobFailure, IOException, InterruptedException {
        TimelineHistory.Entry common =
                mine.entries().stream()
                        .filter(e -> e.timeline().equals(fork.timeline()))
                        .findFirst()
                        .orElseThrow();
        if (fork.timeline().number() == 1) {
            return true;
        }
        Lsn there = fork.at().orElse(upstream.status().position());
        Lsn here = control.position();
        if (!here.isAfter(common.begin())) {
            here = WalEnd.after(node, mine.entries().getLast().timeline(), here).orElse(here);
        }
        Lsn reached = here.isAfter(there) ? there : here;
        SameLog.Verdict verdict =
                new SameLog(node, source, log.segmentSize())
                        .on(fork.timeline(), mine, upstream.history(), common.begin(), reached);
        boolean led = !control.wasStandby() && !node.data().standbySignal();
        boolean mayBeAnother = led && common.end().isEmpty();
        return verdict == SameLog.Verdict.SAME
                || verdict == SameLog.Verdict.UNKNOWN && !mayBeAnother;
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
        try {
            starting.standby(Optional.of(source));
        } catch (JobFailure e) {
            return clone(source, "what pg_rewind left does not start: " + JobFailure.words(e));
        }
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
