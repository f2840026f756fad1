package io.matriarch.postgres.process;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.files.Configuration;
import io.matriarch.postgres.files.ControlFile;
import io.matriarch.postgres.files.DataDirectory;
import io.matriarch.postgres.files.PostgresqlConf;
import io.matriarch.postgres.files.Rendering;
import io.matriarch.postgres.files.StandbyLimits;
import io.matriarch.postgres.sql.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What every job on this node's server needs. */
record Node(
        AtomicReference<PostgresSettings> current,
        Programs programs,
        Credentials credentials,
        SwitchClient lifeline,
        Supplier<Moment> clock,
        TrialStart trial,
        AccessRules rules) {

    private static final Path PACKAGED_SOCKETS = Path.of("/var/run/postgresql");

    /** The kernel's limit for a socket's path is 107 bytes. */
    private static final int LONGEST_SOCKET = 100;

    static Node of(PostgresSettings settings, SwitchClient lifeline, Supplier<Moment> clock)
            throws IOException, InterruptedException {
        Files.createDirectories(settings.runDir());
        var leftover = new Leftover(settings.runDir());
        leftover.end();
        var credentials = new Credentials(settings);
        var programs = new Programs(settings.binDir(), credentials.passfile(), leftover, clock);
        var trial = new TrialStart(programs, settings.runDir());
        trial.clear();
        return new Node(
                new AtomicReference<>(settings),
                programs,
                credentials,
                lifeline,
                clock,
                trial,
                new AccessRules(trial, settings.runDir().resolve("pg_hba.good")));
    }

    /** As of now: parameters and hba lines may be read again while the agent runs. */
    PostgresSettings settings() {
        return current.get();
    }

    /** The same with what the cluster's document says of PostgreSQL. */
    PostgresSettings settings(ServerSettings next, Replication.Mode mode) {
        return settings()
                .with(next.parameters(), next.access(), mode)
                .with(next.others().slots())
                .following(next.others().standbyOf());
    }

    DataDirectory data() {
        return new DataDirectory(settings().dataDir());
    }

    Login local() {
        return login(settings().localHost(), settings().port());
    }

    /** Every member of a herd has the same superuser's password. */
    Login remote(Upstream other) {
        return login(other.host(), other.port());
    }

    private Login login(String host, int port) {
        return new Login(host, port, settings().superuserPasswordFile());
    }

    ControlData control() throws JobFailure, InterruptedException {
        return control(Duration.ofSeconds(10));
    }

    ControlData control(Duration limit) throws JobFailure, InterruptedException {
        String dir = settings().dataDir().toString();
        Programs.Ended ended = programs.run(limit, "pg_controldata", "-D", dir);
        Optional<ControlData> read =
                ended.well() ? ControlFile.parse(ended.output()) : Optional.empty();
        return read.orElseThrow(
                () ->
                        new JobFailure(
                                "the control file of %s cannot be used; move the directory away, and it is built anew: pg_controldata says %s"
                                        .formatted(
                                                dir,
                                                ended.well()
                                                        ? ended.output()
                                                                .lines()
                                                                .findFirst()
                                                                .orElse("")
                                                        : ended.lastWords())));
    }

    /** What pg_rewind needs to know of the past: asked before a start writes the control file. */
    boolean everyPageLogged() throws JobFailure, InterruptedException {
        String dir = settings().dataDir().toString();
        return ControlFile.everyPageLogged(
                programs.run(Duration.ofSeconds(10), "pg_controldata", "-D", dir).output());
    }

    /**
     * As a standby's. In strict mode a standby that is promoted acknowledges nothing until it is
     * told whom to wait for.
     */
    Optional<String> configure(DataDirectory where, Optional<Upstream> upstream)
            throws JobFailure, IOException, InterruptedException {
        boolean blocked = settings().replication() == Replication.Mode.STRICT;
        return configure(where, upstream, new SyncWait(List.of(), blocked, true));
    }

    /** For the start of a standby: nothing in it is smaller than what the primary last had. */
    Optional<String> configureStart(DataDirectory where, Optional<Upstream> upstream)
            throws JobFailure, IOException, InterruptedException {
        credentials.writePassfile();
        boolean blocked = settings().replication() == Replication.Mode.STRICT;
        SyncWait wait = new SyncWait(List.of(), blocked, true);
        String printed =
                programs.run(
                                Duration.ofSeconds(10),
                                "pg_controldata",
                                "-D",
                                where.path().toString())
                        .output();
        return write(where, rendering(upstream, wait, 1).atLeast(StandbyLimits.of(printed)));
    }

    /** Writes the whole configuration; what it returns is worth telling. */
    Optional<String> configure(DataDirectory where, Optional<Upstream> upstream, SyncWait wait)
            throws JobFailure, IOException, InterruptedException {
        return configure(where, upstream, wait, 1);
    }

    Optional<String> configure(
            DataDirectory where, Optional<Upstream> upstream, SyncWait wait, int strangers)
            throws JobFailure, IOException, InterruptedException {
        credentials.writePassfile();
        return write(where, rendering(upstream, wait, strangers));
    }

    private Optional<String> write(DataDirectory where, Rendering r)
            throws IOException, InterruptedException {
        AccessRules.Usable usable = rules.usable(where.path(), r);
        Optional<String> told = Configuration.write(where.path(), r.withHba(usable.lines()));
        return Stream.of(usable.told(), told)
                .flatMap(Optional::stream)
                .reduce((one, other) -> one + "; " + other);
    }

    /** What a start by these settings would read. */
    Rendering trialRendering(PostgresSettings next) throws JobFailure, InterruptedException {
        return rendering(next, Optional.empty(), SyncWait.NONE, 1);
    }

    /** For the command line: no file overrides these. */
    Map<String, String> fixed() throws JobFailure, InterruptedException {
        return PostgresqlConf.fixed(rendering(Optional.empty(), SyncWait.NONE, 1));
    }

    private Rendering rendering(Optional<Upstream> upstream, SyncWait wait, int strangers)
            throws JobFailure, InterruptedException {
        return rendering(settings(), upstream, wait, strangers);
    }

    private Rendering rendering(
            PostgresSettings settings, Optional<Upstream> upstream, SyncWait wait, int strangers)
            throws JobFailure, InterruptedException {
        return new Rendering(
                settings,
                programs.major(),
                upstream,
                wait,
                credentials.passfile(),
                socketDirectories(),
                strangers,
                Map.of());
    }

    private String socketDirectories() {
        if (Files.isWritable(PACKAGED_SOCKETS)) {
            return PACKAGED_SOCKETS.toString();
        }
        String own = settings().runDir().toString();
        boolean usable = (own + "/.s.PGSQL.65535.lock").length() <= LONGEST_SOCKET;
        return usable && own.indexOf(',') < 0 ? own : "";
    }
}
