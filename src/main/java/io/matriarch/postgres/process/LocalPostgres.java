package io.matriarch.postgres.process;

import io.matriarch.cluster.Fork;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.ServerSettings;
import io.matriarch.cluster.SlotView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.ArchivedData;
import io.matriarch.postgres.Postgres;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.Reconfigured;
import io.matriarch.postgres.files.Conninfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** PostgreSQL on this machine, as a child of the dead man's switch. */
public final class LocalPostgres implements Postgres, AutoCloseable {

    private final ReentrantLock looking = new ReentrantLock();
    private final ReentrantLock working = new ReentrantLock();
    private final Node node;
    private final Look look;
    private final ServerProcess server;
    private final Starting starting;
    private final Initialization initialization;
    private final Cloning cloning;
    private final Rejoining rejoining;
    private final Running running;
    private final CommitWait commitWait;
    private final Restoration restoration;
    private final ArchivedData archive;
    private final AskedRestore asked;
    private final SlotKeeper slots;

    /**
     * Ends programs that an agent which was killed left at work on the data directory.
     *
     * @param clock this node's monotonic clock
     * @param archive where data directories come from besides initdb and the leader
     * @throws IOException when {@code runDir} cannot be used
     */
    public LocalPostgres(
            PostgresSettings settings,
            SwitchClient lifeline,
            Supplier<Moment> clock,
            ArchivedData archive)
            throws IOException {
        try {
            node = Node.of(settings, lifeline, clock);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
        this.archive = archive;
        look = new Look(node);
        server = new ServerProcess(node);
        SlotCopies copies = new SlotCopies(node);
        slots = new SlotKeeper(node, copies);
        starting = new Starting(node, server, copies);
        initialization = new Initialization(node, server);
        cloning = new Cloning(node, server, starting);
        rejoining = new Rejoining(node, starting, cloning, server, new Patience());
        running = new Running(node, server, initialization);
        commitWait = new CommitWait(node);
        restoration = new Restoration(node, starting, cloning, archive);
        asked = new AskedRestore(node, server, initialization, archive);
    }

    /** Whoever connects from here by libpq has the newest passwords from now on. */
    public void renewPassfile() throws IOException {
        try {
            node.credentials().writePassfile();
        } catch (JobFailure e) {
            throw new IOException(JobFailure.words(e), e);
        }
    }

    @Override
    public PostgresView look(Duration deadline) {
        try {
            if (!looking.tryLock(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                return unknown("the look before has not ended");
            }
            try {
                return look.within(deadline);
            } finally {
                looking.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return unknown("the look was interrupted");
        } catch (RuntimeException e) {
            return unknown("the look failed: " + e);
        }
    }

    /** Not knowing must not pass for an idle or a hung server. */
    private PostgresView unknown(String why) {
        return new PostgresView.Silent(why, true, node.data().standbySignal(), SystemId.NONE);
    }

    @Override
    public JobOutcome perform(PostgresJob job) {
        try {
            working.lockInterruptibly();
            try {
                return run(job);
            } finally {
                working.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new JobOutcome.Failed(job.words() + " was cancelled");
        } catch (JobFailure | IOException | SQLException | RuntimeException e) {
            return new JobOutcome.Failed(JobFailure.words(e));
        }
    }

    private JobOutcome run(PostgresJob job)
            throws JobFailure, IOException, SQLException, InterruptedException {
        return switch (job) {
            case PostgresJob.Initialize _ ->
                    new JobOutcome.Done(asked.isAsked() ? asked.found() : initialization.run());
            case PostgresJob.Clone(var source, var leader) ->
                    new JobOutcome.Done(cloning.from(source, leader));
            case PostgresJob.Restore(var source) -> new JobOutcome.Done(restoration.of(source));
            case PostgresJob.StartPrimary() ->
                    new JobOutcome.Done(asked.isAsked() ? asked.goOn() : starting.primary());
            case PostgresJob.StartStandby(var upstream) ->
                    new JobOutcome.Done(
                            upstream.isEmpty() && asked.isAsked()
                                    ? asked.goOn()
                                    : starting.standby(upstream));
            case PostgresJob.Stop(var mode, var within) ->
                    new JobOutcome.Done(server.stop(mode, within));
            case PostgresJob.Promote() ->
                    new JobOutcome.Done(asked.isAsked() ? asked.goOn() : running.promote());
            case PostgresJob.Follow(var upstream) -> new JobOutcome.Done(running.follow(upstream));
            case PostgresJob.Detach() -> new JobOutcome.Done(running.detach());
            case PostgresJob.Rejoin(var source) -> rejoining.to(source);
            case PostgresJob.Checkpoint() -> new JobOutcome.Done(running.checkpoint());
            case PostgresJob.KeepSlots(var members) ->
                    new JobOutcome.Done(running.keepSlots(members));
            case PostgresJob.Synchronize(var wait) -> new JobOutcome.Done(commitWait.apply(wait));
        };
    }

    @Override
    public Optional<Fork> fork(Timeline timeline) {
        try {
            return running.fork(timeline);
        } catch (SQLException | IllegalArgumentException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public SlotView tendSlots(Optional<Upstream> leader) {
        try {
            return slots.tend(leader);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return SlotView.troubled("the look at the slots was interrupted");
        } catch (RuntimeException e) {
            return SlotView.troubled("the permanent slots are not kept: " + e);
        }
    }

    @Override
    public RemoteView ask(StandbyOf other) {
        try {
            return new Remote(node).look(other).with(archive.others());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return RemoteView.UNKNOWN;
        }
    }

    @Override
    public Reconfigured configure(ServerSettings next, Replication.Mode mode) {
        try {
            var trial = running.trial(next, mode);
            working.lockInterruptibly();
            try {
                return running.reconfigure(next, mode, trial);
            } finally {
                working.unlock();
            }
        } catch (JobFailure | IOException e) {
            return new Reconfigured.Stays(JobFailure.words(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Reconfigured.Stays("it was cancelled");
        }
    }

    @Override
    public List<String> refused(ServerSettings next) {
        return new ParameterTrial(node).refused(next);
    }

    /**
     * Has a running server read its files again.
     *
     * @return false when none runs
     */
    public boolean reload() {
        return node.lifeline().signal("HUP");
    }

    /** For PostgreSQL's programs: this server, as the role that standbys stream as. */
    public String ownConninfo() {
        PostgresSettings s = node.settings();
        return Conninfo.program(
                new Upstream(s.self(), s.localHost(), s.port()), s.replicationUser());
    }

    /** Where those find the password. */
    public Path passfile() {
        return node.credentials().passfile();
    }

    @Override
    public boolean kill() {
        // A switch that hangs itself must not keep the server alive.
        return node.lifeline().kill() || ByHand.kill(node.settings().dataDir());
    }

    @Override
    public boolean end(Duration grace) {
        Moment until = node.clock().get().plus(grace);
        boolean asked = node.lifeline().signal("INT");
        while (asked && node.clock().get().isBefore(until) && serverRuns()) {
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                asked = false;
            }
        }
        return kill();
    }

    private boolean serverRuns() {
        return node.lifeline().status().map(s -> s.pid() != 0).orElse(false);
    }

    @Override
    public void onExit(Runnable onExit) {
        node.lifeline().onExit(onExit);
    }

    /** Forgets its connections; the server lives on. */
    @Override
    public void close() {
        look.close();
    }
}
