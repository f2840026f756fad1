package io.matriarch.backup;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which points an archive can bring back: from the end of a backup to where the log behind it has
 * its first gap.
 *
 * @param log empty when nobody here knows it: then PostgreSQL says whether it reached its target
 */
public record Reach(List<BaseBackup> backups, Optional<ArchivedLog> log) {

    /**
     * How a restore begins.
     *
     * @param timeline PostgreSQL's recovery_target_timeline
     */
    public record Beginning(BaseBackup backup, String timeline) {}

    /** A backup, and the log behind it. */
    private record Candidate(BaseBackup backup, ArchivedLog.Stretch log) {

        boolean isConsistent() {
            return !backup.finish().isAfter(log.end());
        }
    }

    /**
     * The backup to begin with, the newest that will do.
     *
     * @param timeline to follow; the newest when empty
     * @throws BackupFailure when the target is out of reach; it names what is in reach
     */
    public Beginning of(RestoreTarget target, Optional<Timeline> timeline) throws BackupFailure {
        List<BaseBackup> readable =
                backups.stream()
                        .filter(BaseBackup::isReadable)
                        .sorted(Comparator.comparing(BaseBackup::stored).reversed())
                        .toList();
        if (readable.isEmpty()) {
            throw new BackupFailure("there is no base backup to restore");
        }
        return log.isPresent()
                ? known(readable, log.get(), target, timeline)
                : unknown(readable, target, timeline);
    }

    private static Beginning unknown(
            List<BaseBackup> readable, RestoreTarget target, Optional<Timeline> timeline)
            throws BackupFailure {
        return readable.stream()
                .filter(b -> timeline.isEmpty() || !b.timeline().isAfter(timeline.get()))
                .filter(b -> isBefore(b, target))
                .findFirst()
                .map(b -> new Beginning(b, timeline.map(Timeline::toString).orElse("latest")))
                .orElseThrow(
                        () ->
                                new BackupFailure(
                                        "%s is out of reach: the oldest base backup ends at %s, LSN %s"
                                                .formatted(
                                                        target.words(),
                                                        readable.getLast().stored(),
                                                        readable.getLast().finish())));
    }

    /** Whether it was complete by then. */
    private static boolean isBefore(BaseBackup backup, RestoreTarget target) {
        return switch (target) {
            case RestoreTarget.Latest _, RestoreTarget.Name _ -> true;
            case RestoreTarget.Time(var at) -> backup.stored().isBefore(at);
            case RestoreTarget.Position(var lsn) -> !backup.finish().isAfter(lsn);
        };
    }

    private static Beginning known(
            List<BaseBackup> readable,
            ArchivedLog log,
            RestoreTarget target,
            Optional<Timeline> asked)
            throws BackupFailure {
        List<Timeline> timelines = timelines(readable, log);
        if (asked.isPresent() && !timelines.contains(asked.get())) {
            throw new BackupFailure(
                    "timeline %s is not in the archive: it holds %s"
                            .formatted(asked.get(), listed(timelines)));
        }
        Timeline wanted = asked.orElse(timelines.getLast());
        Lineage line = log.lineage(wanted);
        List<Candidate> candidates = new ArrayList<>();
        for (BaseBackup b : readable) {
            if (line.holds(b)) {
                candidates.add(new Candidate(b, log.stretch(line, b.timeline(), b.start())));
            }
        }
        if (candidates.isEmpty()) {
            throw new BackupFailure(
                    "no base backup leads to timeline %s: the newest, %s, is of timeline %s and not of its past; --timeline says which one to follow"
                            .formatted(
                                    wanted,
                                    readable.getFirst().name(),
                                    readable.getFirst().timeline()));
        }
        Candidate found = chosen(candidates, target, wanted, log.segmentSize());
        Timeline begun = found.backup().timeline();
        return new Beginning(
                found.backup(),
                asked.isEmpty() && log.latest(begun).equals(wanted)
                        ? "latest"
                        : log.setting(wanted, begun));
    }

    private static List<Timeline> timelines(List<BaseBackup> readable, ArchivedLog log) {
        return Stream.concat(log.timelines().stream(), readable.stream().map(BaseBackup::timeline))
                .distinct()
                .sorted()
                .toList();
    }

    private static String listed(List<Timeline> timelines) {
        return timelines.size() == 1
                ? "timeline " + timelines.getFirst()
                : "timelines "
                        + String.join(", ", timelines.stream().map(Timeline::toString).toList());
    }

    private static Candidate chosen(
            List<Candidate> candidates, RestoreTarget target, Timeline wanted, long segmentSize)
            throws BackupFailure {
        Candidate found =
                candidates.stream()
                        .filter(Candidate::isConsistent)
                        .filter(c -> isBefore(c.backup(), target) && isWithin(c.log(), target))
                        .findFirst()
                        .orElseThrow(() -> new BackupFailure(outside(candidates, target, wanted)));
        if (target instanceof RestoreTarget.Latest && found.log().gap()) {
            // PostgreSQL takes the gap for the end, and would lose without a word what is behind.
            throw new BackupFailure(
                    "the log on timeline %s has a gap: %s is missing, and there is log behind it; --to-lsn %s restores what is before, up to where the last segment begins"
                            .formatted(wanted, found.log().missing(), advised(found, segmentSize)));
        }
        return found;
    }

    /**
     * Recovery ends at the first record that begins there or later. Right before the gap none does,
     * and which is the last one only the log itself tells.
     */
    private static Lsn advised(Candidate found, long segmentSize) {
        return found.log().lastSegment(segmentSize).max(found.backup().finish());
    }

    /** PostgreSQL says of what passes here whether the log has a record that is late enough. */
    private static boolean isWithin(ArchivedLog.Stretch log, RestoreTarget target) {
        return switch (target) {
            case RestoreTarget.Latest _, RestoreTarget.Name _ -> true;
            case RestoreTarget.Time(var at) -> !at.isAfter(log.stored());
            case RestoreTarget.Position(var lsn) -> log.end().isAfter(lsn);
        };
    }

    private static String outside(
            List<Candidate> candidates, RestoreTarget target, Timeline wanted) {
        List<Candidate> usable = candidates.stream().filter(Candidate::isConsistent).toList();
        List<String> gaps =
                candidates.stream()
                        .filter(c -> c.log().gap() || !c.isConsistent())
                        .map(c -> c.log().missing())
                        .distinct()
                        .sorted()
                        .toList();
        String lacking = gaps.isEmpty() ? "" : "; the log lacks " + String.join(", ", gaps);
        if (usable.isEmpty()) {
            return "no base backup on timeline %s can be restored: the log that makes it consistent is not there%s"
                    .formatted(wanted, lacking);
        }
        Candidate oldest = usable.getLast();
        Candidate newest = usable.getFirst();
        Instant until = newest.log().stored();
        return "%s is out of reach: the archive reaches from %s to %s, from LSN %s to %s%s"
                .formatted(
                        target.words(),
                        oldest.backup().stored(),
                        until,
                        oldest.backup().finish(),
                        newest.log().end(),
                        lacking);
    }
}
