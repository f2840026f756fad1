package io.matriarch.postgres.process;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.files.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts what is in the data directory, as the one or as the other. */
record Starting(Node node, ServerProcess server, SlotCopies slots) {

    /** A standby that waits for more log before it takes readers is a success all the same. */
    private static final Duration STANDBY_LIMIT = Duration.ofSeconds(20);

    /** Only under an armed switch; crash recovery may take as long as it needs. */
    String primary() throws JobFailure, IOException, InterruptedException {
        DataDirectory data = usable();
        ControlData control = node.control();
        if (control.wasStandby()) {
            // It would go on writing the timeline of its former leader, beside that one.
            throw new JobFailure(
                    "the data directory is a standby's (%s): it must be started as one and promoted"
                            .formatted(control.state()));
        }
        // Those whom commits waited for before must still be waited for. What the crash left in the
        // log nobody was told of: clients wait outside until the set has it.
        SyncWait wait = data.syncWait();
        Optional<String> told =
                node.configure(
                        data, Optional.empty(), wait.opened(wait.open() && wait.names().isEmpty()));
        data.becomePrimary();
        slots.clear(data);
        server.awaitReady(server.start(true), Optional.empty());
        return told.orElse("");
    }

    String standby(Optional<Upstream> upstream)
            throws JobFailure, IOException, InterruptedException {
        DataDirectory data = usable();
        data.becomeStandby();
        Optional<String> told = node.configureStart(data, upstream);
        Optional<String> brought = slots.bring(data, upstream);
        boolean ready = server.awaitReady(server.start(false), Optional.of(STANDBY_LIMIT));
        // Limits that only this start needed were larger than asked for: told so, PostgreSQL says
        // itself that it waits for a restart.
        Optional<String> _ = node.configure(data, upstream);
        boolean _ = node.lifeline().signal("HUP");
        return Stream.concat(
                        Stream.concat(told.stream(), brought.stream()),
                        ready ? Stream.of() : Stream.of("it replays and takes no connections yet"))
                .collect(Collectors.joining("; "));
    }

    private DataDirectory usable() throws JobFailure, IOException, InterruptedException {
        DataDirectory data = node.data();
        Optional<String> problem = problem(data, node.programs().major());
        if (problem.isPresent()) {
            throw new JobFailure(problem.get());
        }
        if (Files.exists(data.rewindMark())) {
            throw new JobFailure(
                    "a rewind of %s was interrupted: it must be cloned again"
                            .formatted(data.path()));
        }
        return data;
    }

    /** Why the directory cannot be started. */
    static Optional<String> problem(DataDirectory data, int major) {
        return switch (data.content()) {
            case DataDirectory.Content.Nothing() ->
                    Optional.of(data.path() + " is empty: there is nothing to start");
            case DataDirectory.Content.Foreign(var why) -> Optional.of(why);
            case DataDirectory.Content.Cluster(var version) ->
                    version.equals(Integer.toString(major))
                            ? Optional.empty()
                            : Optional.of(otherVersion(data, version, major));
        };
    }

    static String otherVersion(DataDirectory data, String version, int major) {
        return "%s is of PostgreSQL %s, but postgres.bin-dir holds PostgreSQL %d"
                .formatted(data.path(), version, major);
    }
}
