package io.matriarch.postgres.process;

import io.matriarch.postgres.ArchivedData;
import io.matriarch.postgres.files.DataDirectory;
import io.matriarch.postgres.files.WholeFile;
import io.matriarch.postgres.sql.Bounded;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Founds a cluster with what another one archived (S12). Until its recovery has ended, every start
 * is one more step of it, and nobody promotes it before its target.
 */
record AskedRestore(
        Node node, ServerProcess server, Initialization initialization, ArchivedData archive) {

    boolean isAsked() throws IOException {
        return archive.asked().isPresent();
    }

    /** In an empty directory; the lease is this node's. */
    String found() throws JobFailure, IOException, InterruptedException, SQLException {
        DataDirectory data = node.data();
        if (!(data.content() instanceof DataDirectory.Content.Nothing)) {
            throw new JobFailure(data.path() + " is not empty: a restore is for an empty one");
        }
        Optional<String> obstacle = data.irreplaceable();
        if (obstacle.isPresent()) {
            throw new JobFailure(obstacle.get());
        }
        DataDirectory fresh = data.prepareSibling();
        String told = archive.unpackAsked(fresh.path());
        WholeFile.remove(fresh.path().resolve("standby.signal"));
        data.replaceBy(fresh);
        return told + "; " + goOn();
    }

    /** Recovers to the target; when it pauses there, an operator resumes or ends the recovery. */
    String goOn() throws JobFailure, IOException, InterruptedException, SQLException {
        DataDirectory data = node.data();
        if (server.running().isEmpty()) {
            node.configure(data, Optional.empty());
            WholeFile.write(data.path().resolve("postgresql.auto.conf"), rendered(archive.asked()));
            WholeFile.write(data.path().resolve("recovery.signal"), "");
            server.awaitReady(server.start(true), Optional.empty());
        } else {
            awaitEnd();
        }
        WholeFile.write(data.path().resolve("postgresql.auto.conf"), "# Emptied by Matriarch.\n");
        archive.carriedOut();
        node.configure(data, Optional.empty());
        boolean _ = node.lifeline().signal("HUP");
        Bounded.run(node.local(), Duration.ofSeconds(30), initialization::roles);
        return "it has recovered to its target, and takes writes";
    }

    /** An agent that starts again finds the recovery still going on. */
    private void awaitEnd() throws JobFailure, InterruptedException {
        while (!PidFile.ready(
                node.settings().dataDir(), server.running().orElseThrow(AskedRestore::ended))) {
            Thread.sleep(100);
        }
    }

    private static JobFailure ended() {
        return new JobFailure("PostgreSQL ended while it recovered");
    }

    private static String rendered(Optional<Map<String, String>> settings) {
        var text = new StringBuilder("# Written by Matriarch for a restore.\n");
        new TreeMap<>(settings.orElse(Map.of()))
                .forEach(
                        (key, value) ->
                                text.append(key)
                                        .append(" = '")
                                        .append(value.replace("\\", "\\\\").replace("'", "''"))
                                        .append("'\n"));
        return text.toString();
    }
}
