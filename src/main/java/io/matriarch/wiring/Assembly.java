package io.matriarch.wiring;

import io.matriarch.agent.Agent;
import io.matriarch.agent.AgentRuntime;
import io.matriarch.agent.BackupDuty;
import io.matriarch.agent.BackupSchedule;
import io.matriarch.agent.ConfigDesk;
import io.matriarch.agent.ControlLoop;
import io.matriarch.agent.Event;
import io.matriarch.agent.Inbox;
import io.matriarch.agent.MemberCard;
import io.matriarch.agent.SharedSettings;
import io.matriarch.agent.Snapshot;
import io.matriarch.agent.Supervision;
import io.matriarch.agent.TenureGuard;
import io.matriarch.agent.ThreadedEffects;
import io.matriarch.api.ApiToken;
import io.matriarch.api.Backups;
import io.matriarch.cluster.ClusterSettings;
import io.matriarch.cluster.Myself;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Release;
import io.matriarch.config.AgentConfig;
import io.matriarch.config.DocumentCheck;
import io.matriarch.history.LogLedger;
import io.matriarch.host.Clock;
import io.matriarch.host.Incarnations;
import io.matriarch.host.OnlyOne;
import io.matriarch.host.SystemClock;
import io.matriarch.host.systemd.Systemd;
import io.matriarch.lease.dynamodb.DynamoStore;
import io.matriarch.lease.dynamodb.StoreAddress;
import io.matriarch.machines.Machines;
import io.matriarch.machines.OwnMachines;
import io.matriarch.machines.ec2.Ec2Address;
import io.matriarch.machines.ec2.Ec2Machines;
import io.matriarch.peers.http.HttpPeers;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.process.LocalPostgres;
import io.matriarch.postgres.process.SwitchClient;
import io.matriarch.routing.Routes;
import io.matriarch.routing.Unrouted;
import io.matriarch.routing.route53.Route53Clients;
import io.matriarch.routing.route53.Route53Routes;
import io.matriarch.secrets.TokenBook;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/** Puts the agent together from the adapters that the configuration names. */
@Singleton
final class Assembly {

    private final AgentConfig config;
    private final DynamoStore store;
    private final LocalPostgres postgres;
    private final AgentRuntime runtime;
    private final ThreadedEffects effects;
    private final Routes routes;
    private final Machines machines;
    private final MachineParts machine;
    private final TokenBook token;
    private final OnlyOne lock;
    private final SwitchClient lifeline;
    private final Optional<WalArchiving> archiving;
    private final BackupParts backups;
    private final Optional<BackupDuty> duty;
    private final Supervision supervision;
    private final PostgresSettings server;
    private final LeaderPort port;
    private final SharedSettings shared;
    private final OthersArchive others;
    private final Inbox inbox = new Inbox();

    Assembly() {
        config = Launch.current().config();
        ClusterSettings initial = config.initial().settings();
        try {
            Path runDir = runDir(config.postgres().dataDir());
            lock =
                    OnlyOne.lock(runDir.resolve("agent.lock"))
                            .orElseThrow(
                                    () ->
                                            new FailedStart(
                                                    "another agent works on "
                                                            + config.postgres().dataDir()));
            Clock clock = new SystemClock();
            TenureGuard guard = new TenureGuard(initial.timers());
            shared =
                    new SharedSettings(
                            config.initial().document(),
                            initial,
                            new DocumentCheck(),
                            OthersArchive.earlier(runDir));
            others =
                    new OthersArchive(
                            config.backup(),
                            shared::fed,
                            config.postgres().dataDir(),
                            runDir,
                            clock::now);
            token = SecretParts.token(config);
            store =
                    new DynamoStore(
                            new StoreAddress(
                                    config.cluster(),
                                    config.store().table(),
                                    config.store().endpoint(),
                                    config.store().region()),
                            () -> guard.pace().attempt(),
                            clock::now);
            lifeline = SwitchClient.open(runDir);
            backups =
                    BackupParts.open(
                            config, () -> shared.settings().backup(), others, runDir, clock);
            server = settings(config, runDir);
            postgres = new LocalPostgres(server, lifeline, clock::now, backups.data());
            routes = routes(config, clock);
            machines = machines(config, clock);
            machine = MachineParts.here(System.getenv());
            NodeSettings settings =
                    NodeSettings.of(config.name(), initial.timers())
                            .with(config.fencing())
                            .under(initial)
                            .withArchive(backups.hasArchive())
                            .withRestore(backups.isAsked());
            Incarnations runs = Incarnations.begin(runDir.resolve("incarnations"));
            effects =
                    new ThreadedEffects(
                            config.name(),
                            guard::pace,
                            new ThreadedEffects.Ports(
                                    store,
                                    postgres,
                                    lifeline,
                                    new HttpPeers(
                                            config.cluster(),
                                            config.name(),
                                            token::brought,
                                            clock::now),
                                    routes,
                                    machines,
                                    machine.group(),
                                    clock),
                            inbox);
            ControlLoop loop =
                    new ControlLoop(
                            new Myself(config.name(), runs.now(), runs.earlier(), config.tags()),
                            settings,
                            card(config),
                            guard,
                            effects,
                            new LogLedger(),
                            Optional.of(shared));
            runtime =
                    new AgentRuntime(config.cluster(), loop, guard, inbox, store, postgres, clock);
            var segment = new SegmentSwitch(server, runtime::snapshot);
            archiving = archiving(config, shared, others, runDir, runtime, segment, clock, inbox);
            duty = backups.duty(server, postgres.ownConninfo(), postgres.passfile(), segment);
            supervision =
                    new Supervision(
                            runtime::hasStepped,
                            runtime::isAlive,
                            () -> runtime.snapshot().because(),
                            Systemd.of(System.getenv(), lifeline.program()));
            port = LeaderPort.of(config, runtime);
            boolean armed = lifeline.status().map(SwitchClient.Status::armed).orElse(false);
            inbox.put(new Event.SwitchSeen(armed));
        } catch (IOException e) {
            throw (FailedStart) new FailedStart(String.valueOf(e.getMessage())).initCause(e);
        }
    }

    private static boolean isStopping(Agent agent) {
        Snapshot now = agent.snapshot();
        return now.stopping() || now.me().state().equals("stopping");
    }

    private static Optional<WalArchiving> archiving(
            AgentConfig config,
            SharedSettings shared,
            OthersArchive others,
            Path runDir,
            Agent agent,
            SegmentSwitch segment,
            Clock clock,
            Inbox inbox)
            throws IOException {
        if (config.backup().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    WalArchiving.open(
                            config.backup().get(),
                            () -> shared.settings().backup().compression(),
                            config.postgres().dataDir(),
                            runDir,
                            agent::holdsLease,
                            () -> isStopping(agent),
                            segment::here,
                            clock,
                            view -> {
                                boolean _ = inbox.offer(new Event.ArchiveSeen(view));
                            },
                            others));
        } catch (IllegalArgumentException e) {
            throw (FailedStart) new FailedStart(String.valueOf(e.getMessage())).initCause(e);
        }
    }

    /** Beside the data directory, so that it moves and is found with it; for its owner alone. */
    static Path runDir(Path dataDir) throws IOException {
        Path runDir = dataDir.resolveSibling(dataDir.getFileName() + ".matriarch");
        try {
            Files.createDirectories(
                    runDir,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw (FailedStart)
                    new FailedStart(
                                    "postgres.data-dir: cannot make %s beside it (%s); its parent must belong to the agent's user"
                                            .formatted(runDir, e))
                            .initCause(e);
        }
        return runDir;
    }

    static PostgresSettings settings(AgentConfig config, Path runDir) throws IOException {
        AgentConfig.Postgres p = config.postgres();
        ClusterSettings initial = config.initial().settings();
        boolean own = !p.replicationPasswordFile().equals(p.superuserPasswordFile());
        var server =
                new PostgresSettings(
                        config.name(),
                        config.cluster(),
                        p.binDir(),
                        p.dataDir(),
                        p.listen().host(),
                        p.listen().port(),
                        p.advertise().host(),
                        initial.server().parameters(),
                        initial.server().access(),
                        p.superuserPasswordFile(),
                        own ? Optional.of(p.replicationPasswordFile()) : Optional.empty(),
                        initial.replication().mode().untilKnown(),
                        runDir,
                        config.backup().isEmpty()
                                ? Optional.empty()
                                : Optional.of(WalCommands.of(runDir, WalArchiving.socket(runDir))));
        return server.with(initial.others().slots()).following(initial.others().standbyOf());
    }

    private static Routes routes(AgentConfig config, Clock clock) {
        AgentConfig.Routing routing = config.routing();
        return routing.zone().isEmpty()
                ? new Unrouted()
                : new Route53Routes(
                        Route53Clients.open(
                                routing.endpoint(),
                                config.ec2()
                                        .map(AgentConfig.Ec2::region)
                                        .or(config.store()::region)),
                        config.cluster(),
                        routing.zone().get(),
                        clock::now);
    }

    private static Machines machines(AgentConfig config, Clock clock) {
        return config.ec2()
                .<Machines>map(
                        ec2 ->
                                Ec2Machines.open(
                                        new Ec2Address(ec2.region(), ec2.endpoint()),
                                        ec2.instance(),
                                        clock::now))
                .orElseGet(OwnMachines::new);
    }

    private static MemberCard card(AgentConfig config) {
        return new MemberCard(
                config.name(),
                config.postgres().advertise().host(),
                config.postgres().advertise().port(),
                config.api().url(),
                Release.VERSION,
                config.ec2().map(AgentConfig.Ec2::instance).orElse(""),
                config.ec2().map(AgentConfig.Ec2::zone).orElse(""),
                config.tags());
    }

    @Produces
    @Singleton
    Agent agent() {
        return runtime;
    }

    @Produces
    @Singleton
    ApiToken apiToken() {
        return new ApiToken(token::accepted);
    }

    @Produces
    @Singleton
    Backups backups() {
        return new Backups(duty);
    }

    @Produces
    @Singleton
    ConfigDesk configDesk() {
        return new ConfigDesk(
                store,
                new DocumentCheck(),
                config.initial().document(),
                postgres::refused,
                new ConfigDesk.Neighbour(
                        () -> shared.settings().others().standbyOf(),
                        postgres::ask,
                        new OthersFit(config.backup(), config.postgres().dataDir(), server.runDir())
                                ::unfit));
    }

    private void tell(Optional<String> trouble) {
        boolean _ = inbox.offer(new Event.BackupsSeen(trouble));
    }

    /** What goes on beside the loop, each on a thread of its own. */
    void beginDuties() {
        port.start();
        machine.watch(new SystemClock(), inbox);
        SecretParts.follow(config, new ServerPasswords(runtime, server, postgres), token);
        duty.ifPresent(
                d ->
                        Thread.ofVirtual()
                                .name("matriarch-schedule")
                                .start(new BackupSchedule(d, runtime::snapshot, this::tell)::run));
    }

    AgentRuntime runtime() {
        return runtime;
    }

    Supervision supervision() {
        return supervision;
    }

    DynamoStore store() {
        return store;
    }

    LocalPostgres postgres() {
        return postgres;
    }

    void close() {
        port.close();
        duty.ifPresent(BackupDuty::stop);
        effects.close();
        machine.close();
        archiving.ifPresent(WalArchiving::close);
        store.close();
        postgres.close();
        backups.close();
        others.close();
        // Refused while a server runs: then the switch has something left to guard.
        boolean _ = lifeline.quit();
        lifeline.close();
        try {
            lock.close();
        } catch (IOException _) {
            // The process ends, and the lock with it.
        }
    }

    /** How long an orderly end may take: a hand-over, a shutdown, and some more. */
    static Duration stopLimit() {
        return Duration.ofSeconds(90);
    }
}
