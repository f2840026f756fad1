package io.matriarch.postgres.process;

import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncWait;
import io.matriarch.postgres.files.DataDirectory;
import io.matriarch.postgres.sql.Bounded;
import io.matriarch.postgres.sql.Roles;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes a new cluster, beside its place: half an initdb never looks like a cluster. */
record Initialization(Node node, ServerProcess server) {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    String run() throws JobFailure, IOException, InterruptedException, SQLException {
        DataDirectory data = node.data();
        if (!(data.content() instanceof DataDirectory.Content.Nothing)) {
            throw new JobFailure(data.path() + " is not empty: initdb is for an empty one");
        }
        Optional<String> obstacle = data.irreplaceable();
        if (obstacle.isPresent()) {
            throw new JobFailure(obstacle.get());
        }
        node.credentials().writePassfile();
        DataDirectory fresh = data.prepareSibling();
        Programs.Ended ended =
                node.programs()
                        .work(
                                LIMIT,
                                "initdb",
                                "--pgdata=" + fresh.path(),
                                "--username=postgres",
                                "--pwfile=" + node.settings().superuserPasswordFile(),
                                "--auth=scram-sha-256",
                                "--data-checksums",
                                "--encoding=UTF8",
                                "--locale=C.UTF-8",
                                "--no-instructions");
        if (!ended.well()) {
            throw new JobFailure("initdb failed: " + ended.lastWords());
        }
        // In strict mode not even the founder acknowledges alone: clients wait until it is told so.
        boolean open = node.settings().replication() != Replication.Mode.STRICT;
        Optional<String> told =
                node.configure(fresh, Optional.empty(), new SyncWait(List.of(), false, open));
        data.replaceBy(fresh);
        server.awaitReady(server.start(true), Optional.empty());
        Bounded.run(node.local(), Duration.ofSeconds(30), this::roles);
        return told.orElse("");
    }

    /** Also for a primary whose initdb was interrupted before this. */
    boolean roles(Connection connection) throws SQLException {
        try {
            Optional<String> password = node.credentials().replication();
            if (password.isPresent()) {
                Roles.ensureReplicator(
                        connection, node.settings().replicationUser(), password.get());
            }
            return true;
        } catch (JobFailure e) {
            throw new SQLException(e.getMessage(), e);
        }
    }
}
