package io.matriarch.decision;

import io.matriarch.cluster.ArchiveView;
import io.matriarch.cluster.Fork;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Upstream;
import java.util.List;
import java.util.Optional;

/** The log of another cluster, as its archive has it. */
final class FromArchive {

    private FromArchive() {}

    /**
     * A promotion ends what is fetched: before it, all that the archive holds is replayed, and what
     * goes on from before the end of the log here takes its place. An archive that does not answer
     * may hold more.
     */
    static Optional<Decision> holdsBack(
            Observation seen, Memory memory, NodeSettings settings, PostgresView.Standby mine) {
        Optional<ArchiveView> archive = seen.remote().archive();
        if (archive.isEmpty() || Eligibility.forced(seen, settings)) {
            return Optional.empty();
        }
        // It asks the archive only while nobody sends it anything.
        if (mine.upstream().isPresent()) {
            return Optional.of(
                    Decision.of(
                            memory,
                            "before the promotion: streaming from nobody, to take all that the other cluster archived",
                            new Action.Run(new PostgresJob.Detach())));
        }
        Optional<Decision> rebuild =
                rebuild(seen, memory, mine, "before the promotion: rebuilding");
        return rebuild.isPresent()
                ? rebuild
                : why(archive.get(), settings, mine)
                        .map(why -> Decision.of(memory, "not promoting yet: " + why));
    }

    /** The other cluster goes on from before the end of the log here: nothing of it fits on. */
    static Optional<Decision> rebuild(
            Observation seen, Memory memory, PostgresView mine, String begins) {
        return parted(seen, mine)
                .filter(_ -> !Health.resting(memory, seen.now()))
                .map(
                        fork ->
                                Decision.of(
                                        memory,
                                        "%s from the other cluster's archive: that cluster left timeline %s at %s, and I have gone on to %s; the old directory is kept"
                                                .formatted(
                                                        begins,
                                                        fork.parent(),
                                                        fork.switchPoint(),
                                                        mine.position()),
                                        new Action.Run(new PostgresJob.Restore(Optional.empty()))));
    }

    private static Optional<String> why(
            ArchiveView archive, NodeSettings settings, PostgresView.Standby mine) {
        return switch (archive.state()) {
            case DRAINED -> Optional.empty();
            case UNASKED ->
                    Optional.of("PostgreSQL has not asked yet what the other cluster archived");
            case FETCHING ->
                    Optional.of(
                            "replaying what the other cluster archived, up to %s by now"
                                    .formatted(mine.replayed()));
            case TROUBLE ->
                    Optional.of(
                            "the other cluster's archive does not say whether it holds more (%s); matriarch failover --force --candidate %s promotes without it"
                                    .formatted(archive.trouble(), settings.self()));
        };
    }

    /** Where the other cluster's newest timeline left a log that went on here. */
    static Optional<Fork> parted(Observation seen, PostgresView mine) {
        boolean streams = mine instanceof PostgresView.Standby s && s.streaming();
        return streams
                ? Optional.empty()
                : seen.remote()
                        .archive()
                        .flatMap(archive -> archive.parted(mine.timeline(), mine.position()));
    }

    /** How far it has come, and how old that is. */
    static String upTo(PostgresView.Standby mine) {
        return "up to %s%s"
                .formatted(
                        mine.replayed(),
                        mine.replayedAt()
                                .map(at -> ", where the newest commit is of " + at)
                                .orElse(""));
    }

    /** Whether the leader takes writes: then the other cluster's archive is of no use any more. */
    static List<Action> asking(Observation seen, Upstream leader) {
        boolean old = seen.remote().archive().isPresent() && seen.fresh(leader.name()).isEmpty();
        return old ? List.of(Following.asking(seen)) : List.of();
    }

    static Optional<String> trouble(Observation seen) {
        return seen.remote().archive().map(ArchiveView::trouble).filter(t -> !t.isEmpty());
    }
}
