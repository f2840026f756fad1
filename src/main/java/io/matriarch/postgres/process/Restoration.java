package io.matriarch.postgres.process;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.ArchivedData;
import io.matriarch.postgres.files.DataDirectory;
import io.matriarch.postgres.sql.Bounded;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds a standby from the archive; the former directory is moved aside, never deleted (S14). */
record Restoration(Node node, Starting starting, Cloning cloning, ArchivedData archive) {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final String FACTS =
            "SELECT system_identifier,"
                    // A standby leader writes nothing itself.
                    + " CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
                    + " ELSE pg_current_wal_lsn() END,"
                    + " (SELECT sum(pg_database_size(oid)) FROM pg_database),"
                    + " CASE WHEN pg_is_in_recovery() THEN coalesce("
                    + "(SELECT received_tli FROM pg_stat_wal_receiver),"
                    + " (SELECT timeline_id FROM pg_control_checkpoint()))"
                    + " ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int"
                    + " END,"
                    + " current_setting('server_version_num')::int"
                    + " FROM pg_control_system()";

    String of(Optional<Upstream> source) throws JobFailure, IOException, InterruptedException {
        DataDirectory data = node.data();
        Optional<String> obstacle = data.irreplaceable();
        if (obstacle.isPresent()) {
            throw new JobFailure(obstacle.get());
        }
        cloning.stopStandby();
        Optional<ArchivedData.Source> facts = Optional.empty();
        if (source.isPresent()) {
            facts = Optional.of(ask(source.get()));
        }
        DataDirectory fresh = data.prepareSibling();
        String told = unpacked(data, fresh, facts);
        if (source.isPresent()) {
            // Before it starts: what it still lacks then must not go meanwhile.
            cloning.makeSlot(source.get());
        }
        fresh.becomeStandby();
        node.configure(fresh, source);
        Optional<Path> aside = data.replaceBy(fresh);
        String started = starting.standby(source);
        return Stream.of(
                        told,
                        aside.map(a -> "the former data directory is kept as " + a).orElse(""),
                        started)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private String unpacked(
            DataDirectory data, DataDirectory fresh, Optional<ArchivedData.Source> facts)
            throws IOException, InterruptedException {
        try {
            return archive.replica(fresh.path(), facts);
        } catch (IOException e) {
            // Half a copy is of no use, and it may be what has filled the disk.
            DataDirectory _ = data.prepareSibling();
            throw e;
        }
    }

    private ArchivedData.Source ask(Upstream source) throws JobFailure, InterruptedException {
        try {
            return Bounded.run(node.remote(source), ANSWER, Restoration::facts);
        } catch (SQLException e) {
            throw new JobFailure("cannot ask " + source.name() + ": " + JobFailure.words(e));
        }
    }

    private static ArchivedData.Source facts(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(FACTS)) {
            row.next();
            return new ArchivedData.Source(
                    new SystemId(row.getString(1)),
                    new Timeline(row.getInt(4)),
                    Lsn.parse(row.getString(2)),
                    row.getLong(3),
                    row.getInt(5));
        }
    }
}
