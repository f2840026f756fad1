package io.matriarch.postgres.process;

import io.matriarch.postgres.ArchivedData;
import io.matriarch.postgres.files.DataDirectory;
import io.matriarch.postgres.files.WholeFile;
import io.matriarch.postgres.sql.Bounded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final Duration POLL = Duration.ofMillis(500);

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
        // In place it is never without the signal before its recovery has ended.
        WholeFile.write(signal(fresh), "");
        data.replaceBy(fresh);
        return told + "; " + goOn();
    }

    private static Path signal(DataDirectory data) {
        return data.path().resolve("recovery.signal");
    }

    /** Recovers to the target; when it pauses there, an operator resumes or ends the recovery. */
    String goOn() throws JobFailure, IOException, InterruptedException, SQLException {
        DataDirectory data = node.data();
        long logFrom = 0;
        try {
            if (server.running().isEmpty()) {
                var started = start(data);
                logFrom = started.logFrom();
                server.awaitReady(started, Optional.empty());
            }
            awaitEnd(logFrom);
        } catch (JobFailure ended) {
            throw MissedTarget.in(server.log().since(logFrom))
                    .map(missed -> new JobFailure(missed.words(data.path())))
                    .orElse(ended);
        }
        WholeFile.write(data.path().resolve("postgresql.auto.conf"), "# Emptied by Matriarch.\n");
        archive.carriedOut();
        node.configureStart(data, Optional.empty());
        boolean _ = node.lifeline().signal("HUP");
        Bounded.run(node.local(), Duration.ofSeconds(30), initialization::roles);
        return "it has recovered to its target, and takes writes";
    }

    private ServerProcess.Started start(DataDirectory data)
            throws JobFailure, IOException, InterruptedException {
        node.configureStart(data, Optional.empty());
        // PostgreSQL removes the signal when its recovery has ended: what was written since would
        // be lost by a second one.
        Map<String, String> recovery =
                Files.exists(signal(data)) ? archive.asked().orElse(Map.of()) : Map.of();
        WholeFile.write(data.path().resolve("postgresql.auto.conf"), rendered(recovery));
        return server.start(true);
    }

    /**
     * A server that can be read has not got to its target yet, or pauses there: whoever promoted it
     * now would found the cluster with less than was asked for. The control file tells, which needs
     * no password of the database that is restored.
     */
    private void awaitEnd(long logFrom) throws JobFailure, InterruptedException {
        while (!node.control().state().equals("in production")) {
            if (server.running().isEmpty()) {
                throw new JobFailure(
                        "PostgreSQL ended while it recovered: " + server.log().lastWords(logFrom));
            }
            Thread.sleep(POLL);
        }
    }

    private static String rendered(Map<String, String> settings) {
        var text = new StringBuilder("# Written by Matriarch for a restore.\n");
        var all = new TreeMap<>(settings);
        if (!settings.isEmpty()) {
            // How it ends is read in its log.
            all.put("lc_messages", "C");
        }
        all.forEach(
                (key, value) ->
                        text.append(key)
                                .append(" = '")
                                .append(value.replace("\\", "\\\\").replace("'", "''"))
                                .append("'\n"));
        return text.toString();
    }
}
