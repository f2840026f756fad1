package io.matriarch.simulation;

import java.time.Duration;
import java.util.Set;

/** The dead man's switch of one machine: outlives the agent, not the machine. */
final class SimSwitch {

    private final SimNode node;
    private final Dice dice;
    private final Set<Bug> bugs;
    private boolean armed;
    private boolean killing;
    private long deadline;
    private int alarm;
    private int kills;

    SimSwitch(SimNode node, Dice dice, Set<Bug> bugs) {
        this.node = node;
        this.dice = dice;
        this.bugs = bugs;
    }

    long stamp() {
        return node.clock().boot();
    }

    /** Nothing that may become a primary starts otherwise. */
    boolean allows() {
        return bugs.contains(Bug.SWITCH_MISSING)
                || (armed && !killing && deadline > node.clock().boot());
    }

    boolean arm(long stamp, Duration after) {
        long next = stamp + after.toNanos();
        if (killing || next <= node.clock().boot()) {
            return false;
        }
        deadline = armed ? Math.max(deadline, next) : next;
        armed = true;
        watch();
        return true;
    }

    boolean disarm() {
        armed = false;
        alarm++;
        return true;
    }

    /** The machine went down, and the switch with it. */
    void reset() {
        armed = false;
        killing = false;
        alarm++;
        kills++;
    }

    private void watch() {
        int current = ++alarm;
        long left = deadline - node.clock().boot();
        node.onMachine(
                node.clock().span(left) + dice.millis(0, 2),
                () -> {
                    if (current == alarm && armed) {
                        fire();
                    }
                });
    }

    private void fire() {
        armed = false;
        if (bugs.contains(Bug.SWITCH_MISSING)) {
            return;
        }
        killing = true;
        node.tell("the dead man's switch kills PostgreSQL");
        int current = ++kills;
        long takes = dice.millis(3, 400);
        node.postgres().kill(takes);
        node.onMachine(
                takes,
                () -> {
                    if (current == kills) {
                        killing = false;
                    }
                });
    }
}
