package io.matriarch.postgres.process;

import io.matriarch.cluster.PostgresJob.Stop.Mode;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.files.Conninfo;
import io.matriarch.postgres.files.DataDirectory;
import io.matriarch.postgres.files.SlotName;
import io.matriarch.postgres.sql.Bounded;
import io.matriarch.postgres.sql.Slots;
import io.matriarch.postgres.sql.SourceQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Copies another member's directory; the former one is moved aside, never deleted (S14). */
record Cloning(Node node, ServerProcess server, Starting starting) {

    private static final Duration LIMIT = Duration.ofDays(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    String from(Upstream leader) throws JobFailure, IOException, InterruptedException {
        return from(leader, leader);
    }

    /** A copy of {@code source}, that follows {@code leader}. */
    String from(Upstream source, Upstream leader)
            throws JobFailure, IOException, InterruptedException {
        DataDirectory data = node.data();
        Optional<String> obstacle = data.irreplaceable();
        if (obstacle.isPresent()) {
            throw new JobFailure(obstacle.get());
        }
        stopStandby();
        node.credentials().writePassfile();
        // On the leader also when another one is copied: what comes after the copy comes from it.
        String slot = makeSlot(leader);
        boolean direct = source.equals(leader);
        DataDirectory fresh = data.prepareSibling();
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--pgdata=" + fresh.path(),
                                "--wal-method=stream",
                                "--checkpoint=fast",
                                direct && !slot.isEmpty() ? "--slot=" + slot : "--verbose",
                                "--no-password",
                                "--dbname="
                                        + Conninfo.program(
                                                source, node.settings().replicationUser())));
        arguments.addAll(FreePlaces.mapping(Source.ask(node, source, SourceQuery::tablespaces)));
        Programs.Ended ended =
                node.programs().work(LIMIT, "pg_basebackup", arguments.toArray(String[]::new));
        if (!ended.well()) {
            throw new JobFailure(
                    "pg_basebackup from " + source.name() + " failed: " + ended.lastWords());
        }
        fresh.becomeStandby();
        node.configure(fresh, Optional.of(leader));
        Optional<Path> aside = data.replaceBy(fresh);
        String told = starting.standby(Optional.of(leader));
        String kept = aside.map(a -> "the former data directory is kept as " + a).orElse("");
        return kept.isEmpty() || told.isEmpty() ? kept + told : kept + "; " + told;
    }

    /** A primary is never stopped for this: it may be the only one that has what it has. */
    void stopStandby() throws JobFailure, InterruptedException {
        if (server.running().isEmpty()) {
            var other = PidFile.server(node.settings().dataDir());
            if (other.isPresent()) {
                throw new JobFailure(
                        ServerProcess.foreign(node.settings().dataDir(), other.getAsLong()));
            }
            return;
        }
        if (!node.data().standbySignal()) {
            throw new JobFailure("PostgreSQL runs as a primary here: stop it first");
        }
        server.stop(Mode.FAST, STOP_LIMIT);
    }

    /** On the source, for this member: it is there before the first byte is missed. */
    String makeSlot(Upstream source) throws JobFailure, InterruptedException {
        String slot = SlotName.on(source, node.settings());
        if (source.name().equals(StandbyOf.NAME)) {
            // Another cluster's slots are its own to make.
            return slot;
        }
        try {
            Bounded.run(
                    node.remote(source),
                    Duration.ofSeconds(10),
                    connection -> Slots.keep(connection, Set.of(slot)));
            return slot;
        } catch (SQLException e) {
            throw new JobFailure(
                    "cannot make a replication slot on %s: %s"
                            .formatted(source.name(), JobFailure.words(e)));
        }
    }
}
