package io.matriarch.simulation;

import io.matriarch.agent.Event;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Upstream;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a job does to the server, stage by stage; a cancelled one stops between two stages. */
final class SimJobs {

    static final long POLL = 5 * World.MILLI;

    private final Herd herd;
    private final SimAgent agent;
    private final SimNode node;
    private final SimPostgres postgres;
    private final Dice dice;
    private final SimRejoin rejoin;
    private int current;

    SimJobs(Herd herd, SimAgent agent) {
        this.herd = herd;
        this.agent = agent;
        this.node = agent.node();
        this.postgres = node.postgres();
        this.dice = herd.postgresDice();
        this.rejoin = new SimRejoin(this, herd, node);
    }

    void cancel() {
        current++;
    }

    void run(long number, PostgresJob job) {
        herd.restarts().begins(agent, job);
        herd.promotions().begins(agent, job);
        int mine = ++current;
        Stages stages = new Stages(mine, number, job);
        stages.then(dice.skewedMillis(0.1, 5), () -> begin(stages, job));
    }

    /** The rest of one job: nothing of it happens once it is cancelled. */
    final class Stages {
        private final int mine;
        private final long number;
        private final PostgresJob job;

        Stages(int mine, long number, PostgresJob job) {
            this.mine = mine;
            this.number = number;
            this.job = job;
        }

        void then(long delay, Runnable stage) {
            agent.later(
                    delay,
                    () -> {
                        if (mine == current) {
                            stage.run();
                        }
                    });
        }

        void done() {
            end(new JobOutcome.Done(""));
        }

        void failed(String why) {
            end(new JobOutcome.Failed(why));
        }

        void end(JobOutcome outcome) {
            then(
                    dice.skewedMillis(0.1, 5),
                    () -> {
                        current++;
                        agent.step(new Event.JobEnded(number, job, outcome));
                    });
        }
    }

    boolean fails() {
        return node.diskBroken() || (herd.troubled(node) && dice.chance(0.35));
    }

    long takes(double low, double high) {
        return herd.slowDisk(node) ? dice.millis(high, high * 8) : dice.skewedMillis(low, high);
    }

    private void begin(Stages stages, PostgresJob job) {
        switch (job) {
            case PostgresJob.Initialize _ -> initialize(stages);
            case PostgresJob.Clone(var source, var leader) -> clone(stages, source, leader, "");
            case PostgresJob.Restore(var source) -> restore(stages, source.orElse(null));
            case PostgresJob.StartPrimary _ -> startPrimary(stages);
            case PostgresJob.StartStandby(var up) ->
                    startStandby(stages, up.orElse(null), new JobOutcome.Done(""));
            case PostgresJob.Stop(var mode, var within) ->
                    stop(stages, mode, node.clock().span(within.toNanos()));
            case PostgresJob.Promote _ -> promote(stages);
            case PostgresJob.Follow(var up) -> follow(stages, up);
            case PostgresJob.Detach _ -> detach(stages);
            case PostgresJob.Rejoin(var source) -> rejoin.begin(stages, source);
            case PostgresJob.Checkpoint _ -> checkpoint(stages);
            case PostgresJob.KeepSlots(var members) -> slots(stages, members);
            case PostgresJob.Synchronize(var commits) -> synchronize(stages, commits);
        }
    }

    private void initialize(Stages stages) {
        if (postgres.disk().isPresent()) {
            stages.failed("the data directory is not empty");
            return;
        }
        stages.then(
                takes(800, 2500),
                () -> {
                    if (fails()) {
                        stages.failed("initdb failed");
                    } else if (!node.deadMansSwitch().allows()) {
                        stages.failed("the dead man's switch refused");
                    } else {
                        postgres.replaceDisk(herd.freshData(node));
                        postgres.start(true, null, takes(50, 300), up -> came(stages, up));
                    }
                });
    }

    private void came(Stages stages, boolean up) {
        if (up) {
            stages.done();
        } else {
            stages.failed("PostgreSQL ended while it started");
        }
    }

    private void startPrimary(Stages stages) {
        if (postgres.running()) {
            stages.failed("PostgreSQL runs already");
        } else if (fails()) {
            stages.failed("PostgreSQL could not start");
        } else if (!node.deadMansSwitch().allows()) {
            stages.failed("the dead man's switch refused");
        } else {
            postgres.start(true, null, takes(80, 1500), up -> came(stages, up));
        }
    }

    void startStandby(
            Stages stages, @org.jspecify.annotations.Nullable Upstream up, JobOutcome outcome) {
        if (postgres.running()) {
            stages.failed("PostgreSQL runs already");
        } else if (fails()) {
            stages.failed("PostgreSQL could not start");
        } else if (!node.deadMansSwitch().answers()) {
            stages.failed("the dead man's switch does not answer");
        } else {
            herd.slots().copy(node, Optional.ofNullable(up));
            postgres.start(
                    false,
                    up,
                    takes(80, 1000),
                    came -> {
                        if (came) {
                            stages.end(outcome);
                        } else {
                            stages.failed("PostgreSQL ended while it started");
                        }
                    });
        }
    }

    private void stop(Stages stages, PostgresJob.Stop.Mode mode, long within) {
        if (!node.deadMansSwitch().answers()) {
            stages.then(takes(300, 600), () -> stages.failed("the dead man's switch is silent"));
            return;
        }
        if (mode == PostgresJob.Stop.Mode.FAST) {
            postgres.stop(takes(20, 600));
        } else {
            postgres.kill(dice.millis(2, 60));
        }
        boolean anyhow =
                herd.bugs().contains(Bug.RESTARTED_WITHOUT_LEASE)
                        && postgres.isPrimary()
                        && agent.restarts();
        awaitDown(
                stages,
                herd.world().now() + within,
                anyhow ? () -> startAnyhow(stages) : stages::done);
    }

    private void awaitDown(Stages stages, long limit, Runnable then) {
        if (!postgres.running()) {
            then.run();
            return;
        }
        if (herd.world().now() >= limit) {
            postgres.kill(dice.millis(2, 60));
        }
        stages.then(POLL, () -> awaitDown(stages, limit, then));
    }

    /** Nothing of the agent's says that it may lead. */
    private void startAnyhow(Stages stages) {
        stages.then(
                takes(2_000, 20_000),
                () -> {
                    if (!postgres.running() && postgres.disk().isPresent()) {
                        postgres.start(true, null, takes(80, 1500), up -> came(stages, up));
                    } else {
                        stages.done();
                    }
                });
    }

    private void promote(Stages stages) {
        if (!postgres.isStandby() || postgres.hung()) {
            stages.failed("no standby runs");
            return;
        }
        if (!node.deadMansSwitch().allows()) {
            stages.failed("the dead man's switch refused");
            return;
        }
        node.promotionAsked();
        boolean gaveUp = fails();
        if (gaveUp && dice.chance(0.5)) {
            stages.then(takes(50, 500), () -> stages.failed("the promotion failed"));
            return;
        }
        postgres.promote(
                takes(20, 700),
                done -> {
                    if (done && !gaveUp) {
                        stages.done();
                    } else {
                        stages.failed("the promotion did not end in time");
                    }
                });
    }

    private void follow(Stages stages, Upstream up) {
        stages.then(
                takes(3, 40),
                () -> {
                    if (postgres.isStandby() && !postgres.hung()) {
                        postgres.follow(up);
                        stages.done();
                    } else {
                        stages.failed("no standby runs");
                    }
                });
    }

    private void detach(Stages stages) {
        stages.then(
                takes(20, 100),
                () -> {
                    if (postgres.isStandby() && !postgres.hung()) {
                        postgres.detach();
                        stages.done();
                    } else {
                        stages.failed("no standby runs");
                    }
                });
    }

    void clone(Stages stages, Upstream source, Upstream leader, String told) {
        whenDown(stages, () -> copy(stages, source, leader, told));
    }

    /** A standby is stopped first, for its slot; a primary never is. */
    private void whenDown(Stages stages, Runnable then) {
        if (postgres.isPrimary()) {
            stages.failed("PostgreSQL runs as a primary here: stop it first");
            return;
        }
        if (postgres.running()) {
            postgres.stop(takes(20, 300));
        }
        awaitDown(stages, herd.world().now() + 30 * World.SECOND, then);
    }

    private void copy(Stages stages, Upstream source, Upstream leader, String told) {
        herd.orders().rebuilds(node);
        boolean had = postgres.disk().isPresent();
        if (herd.bugs().contains(Bug.OLD_DATA_NOT_KEPT)) {
            postgres.replaceDisk(null);
        }
        stages.then(
                takes(500, 4000),
                () -> {
                    Optional<SimDisk> data = rejoin.reach(source, true);
                    if (data.isEmpty() || fails()) {
                        herd.orders().copyFailed(node, had);
                        stages.failed("pg_basebackup cannot reach " + source.name());
                        return;
                    }
                    postgres.replaceDisk(data.get().copy());
                    startStandby(stages, leader, new JobOutcome.Done(told));
                });
    }

    private void restore(Stages stages, @Nullable Upstream source) {
        whenDown(stages, () -> unpack(stages, source));
    }

    private void unpack(Stages stages, @Nullable Upstream source) {
        herd.orders().rebuilds(node);
        stages.then(
                takes(500, 4000),
                () -> {
                    Optional<SimDisk> data =
                            herd.remote().shipped().feeds(node)
                                    ? herd.remote().shipped().restored()
                                    : herd.archive().newest();
                    if (data.isEmpty() || fails()) {
                        stages.failed("the archive holds no backup");
                        return;
                    }
                    postgres.replaceDisk(data.get());
                    startStandby(stages, source, new JobOutcome.Done(""));
                });
    }

    private void checkpoint(Stages stages) {
        int run = postgres.run();
        stages.then(
                takes(10, 800),
                () -> {
                    if (run == postgres.run() && postgres.checkpoint()) {
                        herd.archive().store(node);
                        stages.done();
                    } else {
                        stages.failed("the server went away");
                    }
                });
    }

    /** The file first; the server's processes read it when they come to it, each by itself. */
    private void synchronize(Stages stages, SyncWait commits) {
        stages.then(
                takes(1, 30),
                () -> {
                    if (!postgres.isPrimary()) {
                        stages.failed("no primary runs");
                        return;
                    }
                    boolean fails = fails();
                    if (fails && dice.chance(0.5)) {
                        stages.failed("the configuration could not be written");
                        return;
                    }
                    postgres.rewrite(commits, takes(1, 200));
                    if (herd.bugs().contains(Bug.SYNC_BEFORE_EFFECT)
                            || herd.bugs().contains(Bug.VOTERS_BEFORE_QUORUM)) {
                        stages.done();
                    } else if (fails) {
                        stages.then(takes(1, 300), () -> stages.failed("no answer in time"));
                    } else {
                        awaitForce(stages, commits, herd.world().now() + 15 * World.SECOND);
                    }
                });
    }

    private void awaitForce(Stages stages, SyncWait commits, long limit) {
        if (postgres.commits().inForce().equals(commits) && !postgres.hung()) {
            stages.done();
        } else if (herd.world().now() >= limit || !postgres.isPrimary()) {
            stages.failed("PostgreSQL has not taken it over");
        } else {
            stages.then(POLL, () -> awaitForce(stages, commits, limit));
        }
    }

    private void slots(Stages stages, Set<NodeName> members) {
        stages.then(
                takes(3, 50),
                () -> {
                    if (postgres.running() && !postgres.answersLate()) {
                        stages.end(new JobOutcome.Done(herd.slots().keep(node, members)));
                    } else {
                        stages.failed("the server does not answer");
                    }
                });
    }
}
