package io.matriarch.postgres.process;

import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.files.Conninfo;
import io.matriarch.postgres.files.DataDirectory;
import io.matriarch.postgres.files.WholeFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** PostgreSQL's programs that turn a former primary's directory back. */
record Rewind(Node node) {

    private static final Duration RECOVERY_LIMIT = Duration.ofHours(1);
    private static final Duration REWIND_LIMIT = Duration.ofHours(12);

    /** What a crash recovery says that never goes better; all else may. */
    private static final Pattern BROKEN =
            Pattern.compile(
                    "checkpoint record|could not find redo location"
                            + "|could not open file \"pg_wal/|WAL ends before");

    /**
     * Crash recovery without ever taking a connection: pg_rewind wants an orderly shutdown.
     *
     * @return why it cannot be; what is there can only be cloned
     * @throws JobFailure when it may go better the next time
     */
    Optional<String> recover() throws JobFailure, IOException, InterruptedException {
        node.configure(node.data(), Optional.empty());
        // A single-user server refuses to be a standby.
        node.data().becomePrimary();
        Programs.Ended ended =
                node.programs()
                        .work(
                                RECOVERY_LIMIT,
                                "postgres",
                                "--single",
                                "-D",
                                node.settings().dataDir().toString(),
                                "-c",
                                "archive_mode=off",
                                "-c",
                                "listen_addresses=",
                                "template1");
        if (ended.well()) {
            return Optional.empty();
        }
        String why = "crash recovery failed: " + ended.lastWords();
        if (BROKEN.matcher(ended.errors()).find()) {
            return Optional.of(why);
        }
        throw new JobFailure(why);
    }

    /**
     * @return why it failed; what is left then can only be cloned
     * @throws JobFailure when it failed before it changed anything
     */
    Optional<String> run(DataDirectory data, Upstream source)
            throws JobFailure, IOException, InterruptedException {
        node.credentials().writePassfile();
        WholeFile.write(data.rewindMark(), source.name() + "\n");
        data.becomePrimary();
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--target-pgdata=" + data.path(),
                                "--source-server="
                                        + Conninfo.program(source, PostgresSettings.SUPERUSER)));
        if (node.settings().archiving().isPresent()) {
            // It reads this log back to the last checkpoint that both have.
            node.configure(data, Optional.of(source));
            arguments.add("--restore-target-wal");
        }
        Programs.Ended ended =
                node.programs().work(REWIND_LIMIT, "pg_rewind", arguments.toArray(String[]::new));
        if (!ended.well()) {
            if (ended.lastWords().contains("connection to server")
                    && ended.lastWords().contains("failed:")) {
                data.becomeStandby();
                WholeFile.remove(data.rewindMark());
                throw new JobFailure("pg_rewind: " + ended.lastWords());
            }
            return Optional.of("pg_rewind failed: " + ended.lastWords());
        }
        data.becomeStandby();
        node.configure(data, Optional.of(source));
        WholeFile.remove(data.rewindMark());
        return Optional.empty();
    }
}
