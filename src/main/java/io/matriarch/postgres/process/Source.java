package io.matriarch.postgres.process;

import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.files.StreamableLog;
import io.matriarch.postgres.files.TimelineHistory;
import io.matriarch.postgres.sql.Bounded;
import io.matriarch.postgres.sql.ServerStatus;
import io.matriarch.postgres.sql.SourceQuery;
import io.matriarch.postgres.sql.StatusQuery;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The primary that a former leader rejoins, as it was asked right before. */
record Source(ServerStatus status, TimelineHistory history) {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /**
     * @throws JobFailure when it is no primary, of another cluster, or has not checkpointed: its
     *     control file would still show the old timeline, and pg_rewind would find nothing to do
     */
    static Source ask(Node node, Upstream source, SystemId mine)
            throws JobFailure, InterruptedException {
        try {
            Source found =
                    Bounded.run(
                            node.remote(source),
                            LIMIT,
                            connection -> {
                                ServerStatus status = StatusQuery.ask(connection);
                                var name = TimelineHistory.fileName(status.timeline());
                                Optional<String> file = SourceQuery.history(connection, name);
                                return new Source(status, history(status, file));
                            });
            Optional<String> problem = problem(found.status, source, mine);
            if (problem.isPresent()) {
                throw new JobFailure(problem.get());
            }
            return found;
        } catch (SQLException e) {
            throw new JobFailure("cannot ask " + source.name() + ": " + JobFailure.words(e));
        }
    }

    /** What it can still send. */
    static StreamableLog log(Node node, Upstream source) throws JobFailure, InterruptedException {
        return ask(node, source, SourceQuery::log);
    }

    static <T> T ask(Node node, Upstream source, Bounded.Work<T> question)
            throws JobFailure, InterruptedException {
        try {
            return Bounded.run(node.remote(source), LIMIT, question);
        } catch (SQLException e) {
            throw new JobFailure("cannot ask " + source.name() + ": " + JobFailure.words(e));
        }
    }

    private static TimelineHistory history(ServerStatus status, Optional<String> file) {
        return file.map(text -> TimelineHistory.parse(status.timeline(), text))
                .orElse(TimelineHistory.alone(status.timeline()));
    }

    private static Optional<String> problem(ServerStatus status, Upstream source, SystemId mine) {
        if (!status.systemId().equals(mine)) {
            return Optional.of(
                    "the data directory is of another cluster: its system identifier is %s, that of %s is %s"
                            .formatted(mine, source.name(), status.systemId()));
        }
        if (status.standby()) {
            return Optional.of(source.name() + " is no primary");
        }
        return status.checkpointed()
                ? Optional.empty()
                : Optional.of(source.name() + " has not checkpointed since its promotion");
    }
}
