package io.matriarch.simulation;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.StandbyOf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One machine: a clock, a disk with PostgreSQL, a dead man's switch, and now and then an agent. */
final class SimNode {

    private Optional<StandbyOf> fed = Optional.empty();

    private final Herd herd;
    private final NodeName name;
    private final SimClock clock;
    private final SimSwitch deadMansSwitch;
    private final SimPostgres postgres;
    private final Set<String> earlier = new TreeSet<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private @Nullable SimAgent agent;
    private boolean up = true;
    private boolean paused;
    private int boots;
    private long resumedAt = Long.MIN_VALUE / 2;
    private int promotedRun = -1;
    private long pauseEnds;
    private boolean diskBroken;
    private int runs;
    private boolean leftDown;

    SimNode(Herd herd, NodeName name, Dice dice) {
        this.herd = herd;
        this.name = name;
        this.clock = new SimClock(herd.world(), dice.split());
        this.deadMansSwitch = new SimSwitch(this, dice.split(), herd.bugs(), herd.conduct());
        this.postgres = new SimPostgres(this, herd, dice.split());
    }

    String name() {
        return name.value();
    }

    NodeName nodeName() {
        return name;
    }

    SimClock clock() {
        return clock;
    }

    SimSwitch deadMansSwitch() {
        return deadMansSwitch;
    }

    /** The archive that its server takes the log from, as its disk keeps it. */
    void fed(Optional<StandbyOf> now) {
        fed = now;
    }

    Optional<StandbyOf> fed() {
        return fed;
    }

    SimPostgres postgres() {
        return postgres;
    }

    @Nullable SimAgent agent() {
        return agent;
    }

    boolean up() {
        return up;
    }

    boolean paused() {
        return paused;
    }

    /** True time of the last resume of the whole machine. */
    long resumedAt() {
        return resumedAt;
    }

    void tell(String what) {
        herd.story().tell(name(), what);
    }

    /** Something on this machine, apart from the agent: it waits while the machine is paused. */
    void onMachine(long delay, Runnable what) {
        int boot = boots;
        herd.world()
                .after(
                        delay,
                        () -> {
                            if (boot != boots || !up) {
                                return;
                            }
                            if (paused) {
                                waiting.add(what);
                            } else {
                                what.run();
                            }
                        });
    }

    void startAgent() {
        if (!up || agent != null) {
            return;
        }
        String incarnation = name + "-" + ++runs;
        agent = new SimAgent(herd, this, incarnation, earlier);
        postgres.commits().rendered(herd.config().beginsAs());
        earlier.add(incarnation);
        agent.begin();
    }

    /** This run of the server was told to promote: it may come true until its end. */
    void promotionAsked() {
        promotedRun = postgres.run();
    }

    boolean mayPromote() {
        return promotedRun == postgres.run();
    }

    /** Agent and switch are never stopped at once: nothing on the machine could end the server. */
    void killAgent() {
        deadMansSwitch.goOn();
        leftDown = false;
        if (agent != null) {
            agent.die();
            agent = null;
        }
    }

    /** The power goes: memory is lost, the disk stays. */
    void crash() {
        killAgent();
        up = false;
        boots++;
        waiting.clear();
        if (paused) {
            paused = false;
            clock.resume();
        }
        postgres.died();
        deadMansSwitch.reset();
    }

    /** Nothing that is begun here succeeds any more. */
    void breakDisk() {
        tell("its disk breaks");
        diskBroken = true;
        postgres.died();
    }

    /** Somebody stopped its server beside an agent that knew of a pause. */
    void leftDown(boolean now) {
        leftDown = now;
    }

    boolean isLeftDown() {
        return leftDown;
    }

    /** True time. */
    long now() {
        return herd.world().now();
    }

    /** A planted mistake. */
    boolean restsInPause() {
        return herd.bugs().contains(Bug.SWITCH_RESTS_IN_PAUSE) && herd.store().pause().isPresent();
    }

    void repairDisk() {
        diskBroken = false;
    }

    boolean diskBroken() {
        return diskBroken;
    }

    /** Another machine under the same name: no data, and no memory of earlier runs. */
    void replace() {
        earlier.clear();
        diskBroken = false;
        postgres.replaceDisk(null);
    }

    void boot() {
        if (!up && !herd.machines().isOff(this)) {
            up = true;
            startAgent();
        }
    }

    /**
     * @param suspended the monotonic clock stops, too
     */
    void pause(long until, boolean suspended) {
        pauseEnds = Math.max(pauseEnds, until);
        if (!up || paused) {
            return;
        }
        deadMansSwitch.goOn();
        paused = true;
        leftDown = false;
        if (suspended) {
            clock.suspend();
        }
        wakeAt();
    }

    private void wakeAt() {
        int boot = boots;
        herd.world()
                .after(
                        pauseEnds - herd.world().now(),
                        () -> {
                            if (boot != boots || !paused) {
                                return;
                            }
                            if (herd.world().now() < pauseEnds) {
                                wakeAt();
                            } else {
                                resume();
                            }
                        });
    }

    private void resume() {
        paused = false;
        clock.resume();
        resumedAt = herd.world().now();
        tell("the machine runs again");
        Deque<Runnable> due = new ArrayDeque<>(waiting);
        waiting.clear();
        due.forEach(Runnable::run);
        if (agent != null) {
            agent.thaw();
        }
    }
}
