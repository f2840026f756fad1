package io.matriarch.simulation;

import io.matriarch.cluster.OperatorRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the faults, and takes them all back at the end. */
final class Mischief {

    private final Herd herd;
    private final Dice dice;
    private final long end;
    private final int rarity;
    private boolean over;
    private final Operators operators;
    private final Tampering tampering;

    /**
     * @param end of all faults
     * @param rarity how many times longer than usual it is from fault to fault
     */
    Mischief(Herd herd, Dice dice, long end, int rarity) {
        this.herd = herd;
        this.dice = dice;
        this.end = end;
        this.rarity = rarity;
        this.operators = new Operators(herd, dice.split());
        this.tampering = new Tampering(herd, dice.split());
    }

    void begin(Temper temper) {
        herd.world().after(rarity * temper.pause(dice), () -> next(temper));
    }

    /** Machines come and go from now on. */
    void beginNotices(boolean alone) {
        herd.provider().begin(alone);
        notices();
    }

    private void notices() {
        herd.world()
                .after(
                        dice.millis(2_000, 40_000),
                        () -> {
                            if (!over && now() < end) {
                                strike(dice.oneOf(SimProvider.faults()), any());
                                notices();
                            }
                        });
    }

    /** Operators who change the cluster's configuration. */
    void beginChanges(boolean mildly) {
        herd.world()
                .after(
                        dice.millis(500, 12_000),
                        () -> {
                            if (!over && now() < end) {
                                herd.config().change(dice, mildly);
                                beginChanges(mildly);
                            }
                        });
    }

    private void next(Temper temper) {
        if (!over && now() < end) {
            SimNode victim = any();
            strike(temper.fault(dice), victim);
            if (dice.chance(0.35)) {
                herd.world().after(dice.skewedMillis(0, 6_000), () -> again(temper, victim));
            }
            begin(temper);
        }
    }

    /** Troubles seldom come alone. */
    private void again(Temper temper, SimNode victim) {
        if (!over && now() < end) {
            strike(temper.fault(dice), victim);
        }
    }

    private long now() {
        return herd.world().now();
    }

    private long until(double shortest, double longest) {
        return Math.min(end, now() + dice.skewedMillis(shortest, longest));
    }

    /** Often the one that leads: there it hurts. */
    private SimNode any() {
        SimNode leader = leader();
        return leader != null && dice.chance(0.6) ? leader : dice.oneOf(herd.nodes());
    }

    private @Nullable SimNode leader() {
        return herd.leader().orElse(null);
    }

    Operators operators() {
        return operators;
    }

    Tampering tampering() {
        return tampering;
    }

    private SimNode replica() {
        List<SimNode> others = new ArrayList<>(herd.nodes());
        others.remove(leader());
        return dice.oneOf(others);
    }

    void strike(Fault fault, SimNode victim) {
        herd.story().tell("FAULT", fault + " (" + victim.name() + ")");
        switch (fault) {
            case AGENT_KILLED -> killAgent(victim, until(100, 10_000));
            case REPLICA_AGENT_KILLED -> killAgent(replica(), until(100, 5_000));
            case AGENT_PAUSED -> pauseAgent(victim, until(200, 25_000));
            case AGENT_PAUSED_BRIEFLY -> briefly(victim, () -> pauseAgent(victim, until(50, 900)));
            case AGENT_LEAVES -> leave(victim, until(100, 10_000));
            case MACHINE_CRASHED -> crash(victim, until(500, 40_000));
            case MACHINE_PAUSED -> pause(victim, until(200, 25_000));
            case MACHINE_PAUSED_BRIEFLY -> briefly(victim, () -> pause(victim, until(50, 900)));
            case WALL_CLOCK_JUMPS -> victim.clock().jump(dice.between(-60_000, 60_000));
            case POSTGRES_KILLED -> victim.postgres().died();
            case POSTGRES_HUNG -> hang(victim, until(500, 30_000));
            case POSTGRES_BUSY -> victim.postgres().busy(until(500, 20_000));
            case POSTGRES_BUSY_BRIEFLY -> victim.postgres().busy(until(100, 4_000));
            case DISK_TROUBLE -> herd.trouble(victim, until(500, 20_000));
            case REPLICATION_LAZY -> lazy(Math.min(end, now() + dice.millis(3_000, 40_000)));
            case STORE_OUTAGE -> herd.weather().outage(until(500, 60_000));
            case STORE_CUT -> herd.weather().cut(victim.name(), until(500, 40_000));
            case STORE_FLAKY -> herd.weather().flaky(until(500, 30_000));
            case STORE_THROTTLED -> herd.weather().throttled(until(500, 10_000));
            case STORE_SLOW ->
                    herd.weather()
                            .slow(herd.timers().attempt().toMillis() * 1.8, until(500, 20_000));
            case STORE_SLOW_MILDLY ->
                    herd.weather()
                            .slow(herd.timers().attempt().toMillis() * 0.6, until(500, 20_000));
            case NETWORK_PARTED -> part(until(500, 40_000));
            case NETWORK_LOSSY -> herd.network().lossy(until(500, 20_000));
            case NETWORK_SLOW -> herd.network().slow(250, until(500, 20_000));
            case ONE_WAY -> oneWay(victim, until(500, 30_000));
            case REPLICA_CUT_OFF -> cutOff(replica(), until(500, 20_000));
            case WAL_CUT -> cutWal(victim, until(500, 30_000));
            case ROUTES_OUTAGE -> herd.routes().outage(until(500, 40_000));
            case ROUTES_MEDDLED -> herd.routes().meddle(victim.nodeName());
            case DISK_SLOW -> herd.slowDisk(victim, until(500, 20_000));
            case SWITCH_HUNG -> hangSwitch(victim, until(500, 40_000));
            case OLD_WAL_REMOVED -> tampering.removeOldWal();
            case REPLICA_DISK_WIPED -> tampering.wipe(replica());
            case LEADER_DISK_WIPED -> tampering.wipeLeader();
            case MEMBER_REMOVED -> tampering.removeMember(victim);
            case LEASE_DELETED -> tampering.deleteLease();
            case TABLE_WIPED -> tampering.wipeTable();
            case SWITCHOVER -> operators.ask(OperatorRequest.Kind.SWITCHOVER);
            case FAILOVER -> operators.ask(failover());
            case SPOT_NOTICE,
                    REBALANCE_NOTICE,
                    MAINTENANCE_NOTICE,
                    MACHINE_PUT_ASIDE,
                    GROUP_TERMINATES,
                    DISK_BROKEN ->
                    herd.provider().strike(fault, victim);
            case OPERATORS_DISAGREE -> operators.disagree();
            case OPERATOR_IMPATIENT -> operators.impatient(3 + dice.below(3));
        }
    }

    private void killAgent(SimNode victim, long back) {
        victim.killAgent();
        herd.world().after(back - now(), victim::startAgent);
    }

    /** A clock that was just set leaves a second to confirm the lease: then no pause is mild. */
    private void briefly(SimNode victim, Runnable pause) {
        if (now() - victim.clock().jumpedAt() > 2 * World.SECOND) {
            pause.run();
        }
    }

    private void pauseAgent(SimNode victim, long until) {
        if (victim.agent() != null) {
            victim.agent().pause(until);
        }
    }

    /** The supervisor kills what does not end in time, and starts it again. */
    private void leave(SimNode victim, long back) {
        SimAgent agent = victim.agent();
        if (agent == null) {
            return;
        }
        agent.later(1, agent::leave);
        herd.world().after(70 * World.SECOND, () -> killIfStill(victim, agent));
        restartWhenGone(victim, agent, Math.max(World.SECOND, back - now()));
    }

    private static void killIfStill(SimNode victim, SimAgent agent) {
        if (victim.agent() == agent) {
            victim.killAgent();
        }
    }

    private void restartWhenGone(SimNode victim, SimAgent agent, long pause) {
        herd.world()
                .after(
                        pause,
                        () -> {
                            if (victim.agent() == agent) {
                                restartWhenGone(victim, agent, pause);
                            } else {
                                victim.startAgent();
                            }
                        });
    }

    private void crash(SimNode victim, long back) {
        victim.crash();
        herd.world().after(back - now(), victim::boot);
    }

    private void pause(SimNode victim, long until) {
        victim.pause(until, dice.chance(0.5));
    }

    private void hang(SimNode victim, long until) {
        SimPostgres postgres = victim.postgres();
        postgres.hang();
        int run = postgres.run();
        herd.world()
                .after(
                        until - now(),
                        () -> {
                            if (postgres.run() == run) {
                                postgres.goOn();
                            }
                        });
    }

    /** Never together with its agent: a machine that can stop nothing is lost. */
    private void hangSwitch(SimNode victim, long until) {
        SimAgent agent = victim.agent();
        if (agent == null || agent.frozen() || !victim.up()) {
            return;
        }
        // An agent that has just come back knows no deadline of its own yet.
        if (!victim.postgres().primary() || agent.guard().validAt(victim.clock().now())) {
            victim.deadMansSwitch().hang();
            herd.world().after(until - now(), victim.deadMansSwitch()::goOn);
        }
    }

    private void part(long until) {
        List<SimNode> side = new ArrayList<>();
        herd.nodes().stream().filter(_ -> dice.chance(0.5)).forEach(side::add);
        boolean walToo = dice.chance(0.7);
        for (SimNode a : herd.nodes()) {
            for (SimNode b : herd.nodes()) {
                if (side.contains(a) != side.contains(b)) {
                    herd.network().cut(a.name(), b.name(), SimNetwork.Traffic.AGENTS, until);
                    if (walToo) {
                        herd.network().cut(a.name(), b.name(), SimNetwork.Traffic.WAL, until);
                    }
                }
            }
        }
    }

    private void oneWay(SimNode victim, long until) {
        boolean out = dice.chance(0.5);
        for (SimNode other : herd.nodes()) {
            if (other != victim && dice.chance(0.7)) {
                String from = out ? victim.name() : other.name();
                String to = out ? other.name() : victim.name();
                herd.network().cut(from, to, SimNetwork.Traffic.AGENTS, until);
            }
        }
    }

    private void lazy(long until) {
        boolean all = dice.chance(0.5);
        SimNode one = replica();
        herd.nodes().stream()
                .filter(n -> all || n == one)
                .forEach(n -> herd.traffic().lazy(n, until));
    }

    private void cutOff(SimNode victim, long until) {
        for (SimNode other : herd.nodes()) {
            for (SimNetwork.Traffic t : SimNetwork.Traffic.values()) {
                herd.network().cut(victim.name(), other.name(), t, until);
                herd.network().cut(other.name(), victim.name(), t, until);
            }
        }
    }

    private void cutWal(SimNode victim, long until) {
        for (SimNode other : herd.nodes()) {
            if (other != victim && dice.chance(0.7)) {
                herd.network().cut(victim.name(), other.name(), SimNetwork.Traffic.WAL, until);
            }
        }
    }

    private OperatorRequest.Kind failover() {
        boolean forced = herd.replication().waits() && dice.chance(0.2);
        return forced ? OperatorRequest.Kind.FORCED : OperatorRequest.Kind.FAILOVER;
    }

    /** Everything works again, and what is down is started. */
    void stop() {
        over = true;
        herd.story().tell("FAULT", "no more faults: everything works again");
        herd.heal();
        herd.provider().stop();
        for (SimNode node : herd.nodes()) {
            node.postgres().goOn();
            node.deadMansSwitch().goOn();
            node.postgres().busy(0);
        }
        supervise();
    }

    private void supervise() {
        for (SimNode node : herd.nodes()) {
            node.boot();
            node.startAgent();
        }
        herd.world().after(World.SECOND, this::supervise);
    }
}
