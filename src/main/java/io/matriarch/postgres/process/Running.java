package io.matriarch.postgres.process;

import io.matriarch.cluster.Fork;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.Reconfigured;
import io.matriarch.postgres.files.SlotName;
import io.matriarch.postgres.files.TimelineHistory;
import io.matriarch.postgres.sql.Bounded;
import io.matriarch.postgres.sql.Slots;
import io.matriarch.postgres.sql.SourceQuery;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is done to a server that runs. */
record Running(Node node, ServerProcess server, Initialization initialization) {

    private static final Duration PROMOTE_LIMIT = Duration.ofMinutes(5);
    private static final Duration CHECKPOINT_LIMIT = Duration.ofHours(1);
    private static final Duration DETACH_LIMIT = Duration.ofSeconds(5);

    /** One receiver may have been on its way when the files were read. */
    private static final int QUIET_LOOKS = 3;

    private static final Duration QUERY_LIMIT = Duration.ofSeconds(30);

    /** The connection is made before, so that the wait costs nothing but the promotion itself. */
    String promote() throws SQLException, InterruptedException {
        return Bounded.run(
                node.local(),
                PROMOTE_LIMIT,
                connection -> {
                    if (!inRecovery(connection)) {
                        return "it was a primary already";
                    }
                    if (!node.lifeline().promote(node.settings().dataDir())) {
                        throw new SQLException(
                                "the dead man's switch refused the promotion: it is not armed, or"
                                        + " its deadline has passed");
                    }
                    while (inRecovery(connection)) {
                        pause();
                    }
                    return "";
                });
    }

    String follow(Upstream upstream) throws JobFailure, IOException, InterruptedException {
        if (!node.data().standbySignal()) {
            throw new JobFailure("PostgreSQL is no standby here: it cannot follow anybody");
        }
        Optional<String> told = node.configure(node.data(), Optional.of(upstream));
        if (!node.lifeline().signal("HUP")) {
            throw new JobFailure("no server runs that could follow " + upstream.name());
        }
        return told.orElse("");
    }

    /** The postmaster tells all its processes; the one that replays then ends the receiver. */
    String detach() throws JobFailure, IOException, SQLException, InterruptedException {
        if (!node.data().standbySignal()) {
            throw new JobFailure("PostgreSQL is no standby here: it receives nothing");
        }
        Optional<String> told = node.configure(node.data(), Optional.empty());
        if (!node.lifeline().signal("HUP")) {
            throw new JobFailure("no server runs that could end its stream");
        }
        Moment end = node.clock().get().plus(DETACH_LIMIT);
        int quiet = 0;
        while (quiet < QUIET_LOOKS) {
            if (node.clock().get().reached(end)) {
                throw new JobFailure("the stream from the last leader has not ended");
            }
            // In a session of its own: an old one may not have read the files again.
            quiet =
                    Bounded.run(node.local(), QUERY_LIMIT, SourceQuery::receivesNothing)
                            ? quiet + 1
                            : 0;
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return told.orElse("");
    }

    String checkpoint() throws SQLException, InterruptedException {
        return Bounded.run(
                node.local(),
                CHECKPOINT_LIMIT,
                connection -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("CHECKPOINT");
                        return "";
                    }
                });
    }

    String keepSlots(Set<NodeName> members) throws SQLException, InterruptedException {
        Set<String> names =
                members.stream()
                        .filter(m -> !m.equals(node.settings().self()))
                        .map(SlotName::of)
                        .collect(Collectors.toSet());
        return Bounded.run(
                node.local(),
                QUERY_LIMIT,
                connection -> {
                    boolean standby = inRecovery(connection);
                    if (standby && names.isEmpty()) {
                        int dropped = Slots.dropIdle(connection, SlotName.PREFIX);
                        return dropped == 0 ? "" : "dropped %d idle slots".formatted(dropped);
                    }
                    // A standby leader's roles are the other cluster's.
                    if (!standby) {
                        initialization.roles(connection);
                    }
                    var made = Slots.keep(connection, names);
                    int dropped = Slots.dropIdleBut(connection, SlotName.PREFIX, names);
                    return Stream.of(
                                    made.isEmpty()
                                            ? ""
                                            : "made the slots " + String.join(", ", made),
                                    dropped == 0
                                            ? ""
                                            : "dropped %d of members that left".formatted(dropped))
                            .filter(s -> !s.isEmpty())
                            .collect(Collectors.joining("; "));
                });
    }

    /** The last line of the timeline's history file. */
    Optional<Fork> fork(Timeline timeline) throws SQLException, InterruptedException {
        Optional<String> file =
                Bounded.run(
                        node.local(),
                        QUERY_LIMIT,
                        c -> SourceQuery.history(c, TimelineHistory.fileName(timeline)));
        return file.flatMap(TimelineHistory::lastFork);
    }

    /**
     * Beside all jobs, because a promotion waits for no trial; the lines that pass it are known.
     */
    Optional<TrialVerdict> trial(ServerSettings next, Replication.Mode mode)
            throws JobFailure, IOException, InterruptedException {
        return node.data().isCluster()
                ? Optional.of(
                        node.rules()
                                .learn(
                                        node.data().path(),
                                        node.trialRendering(node.settings(next, mode))))
                : Optional.empty();
    }

    /**
     * @param trial what a start by these settings came to; empty without data
     */
    Reconfigured reconfigure(
            ServerSettings next, Replication.Mode mode, Optional<TrialVerdict> trial)
            throws JobFailure, IOException, InterruptedException {
        node.current().set(node.settings(next, mode));
        if (!node.data().isCluster()) {
            return new Reconfigured.Follows("there is no data directory yet");
        }
        Optional<Upstream> upstream = node.data().upstream();
        // Whom a primary waits for changes with the lease alone (S9). A standby waits for nobody
        // yet,
        // and what it does with commits when it is promoted is the new mode's.
        Optional<String> told =
                node.data().standbySignal()
                        ? node.configure(node.data(), upstream)
                        : node.configure(node.data(), upstream, node.data().syncWait());
        boolean running = node.lifeline().signal("HUP");
        String said =
                told.orElse(
                        running
                                ? "PostgreSQL has reloaded it; see pending_restart for what it cannot"
                                : "PostgreSQL takes it when it starts");
        return trial.flatMap(verdict -> but(verdict, told.orElse("")))
                .<Reconfigured>map(but -> new Reconfigured.Partly(said, but))
                .orElseGet(() -> new Reconfigured.Follows(said));
    }

    private static Optional<String> but(TrialVerdict verdict, String told) {
        return switch (verdict) {
            case TrialVerdict.Starts(var ident, _) -> ident.stream().findFirst();
            case TrialVerdict.NoRules(var wrong) ->
                    Optional.of(told.isEmpty() ? wrong.getFirst() : told);
            case TrialVerdict.Refused(var why) ->
                    Optional.of("PostgreSQL would not start again here: " + why);
            case TrialVerdict.Unknown _ -> Optional.of(told).filter(t -> !t.isEmpty());
        };
    }

    private static boolean inRecovery(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void pause() throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("given up", e);
        }
    }
}
