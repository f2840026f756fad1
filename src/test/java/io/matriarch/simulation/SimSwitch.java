package io.matriarch.simulation;

import java.time.Duration;
import java.util.Set;

/** The dead man's switch of one machine: outlives the agent, not the machine. */
final class SimSwitch {

    private final SimNode node;
    private final Dice dice;
    private final Set<Bug> bugs;
    private final Conduct conduct;
    private boolean armed;
    private boolean killing;
    private boolean hung;
    private long deadline;
    private int alarm;
    private int kills;

    SimSwitch(SimNode node, Dice dice, Set<Bug> bugs, Conduct conduct) {
        this.node = node;
        this.dice = dice;
        this.bugs = bugs;
        this.conduct = conduct;
    }

    /** Far in the past when it does not answer, so that no deadline from it counts. */
    long stamp() {
        return hung ? Long.MIN_VALUE / 2 : node.clock().boot();
    }

    /** Nothing that may become a primary starts otherwise. */
    boolean allows() {
        return missing() || (armed && !hung && !killing && deadline > node.clock().boot());
    }

    boolean arm(long stamp, Duration after) {
        long next = stamp + after.toNanos();
        if (hung || killing || next <= node.clock().boot()) {
            return false;
        }
        // The newest word counts, also when it is a shorter one.
        boolean keeps = armed && bugs.contains(Bug.SWITCH_KEEPS_THE_GREATER);
        deadline = keeps ? Math.max(deadline, next) : next;
        armed = true;
        watch();
        return true;
    }

    boolean disarm() {
        // A promotion that was asked for may still come true.
        if (hung || node.mayPromote()) {
            return false;
        }
        armed = false;
        alarm++;
        return true;
    }

    boolean armed() {
        return armed;
    }

    boolean answers() {
        return !hung;
    }

    /** Stopped by SIGSTOP: it answers nothing, and kills nothing. */
    void hang() {
        hung = true;
        node.tell("the dead man's switch is stopped: it answers nothing");
    }

    void goOn() {
        if (hung) {
            hung = false;
            node.tell("the dead man's switch runs again");
            if (armed && deadline <= node.clock().boot()) {
                fire(true);
            }
        }
    }

    /** The machine went down, and the switch with it. */
    void reset() {
        armed = false;
        killing = false;
        hung = false;
        alarm++;
        kills++;
    }

    private void watch() {
        int current = ++alarm;
        long left = deadline - node.clock().boot();
        node.onMachine(
                node.clock().span(left) + dice.millis(0, 2),
                () -> {
                    if (current == alarm && armed && !hung) {
                        fire(false);
                    }
                });
    }

    private boolean missing() {
        return bugs.contains(Bug.SWITCH_MISSING) || bugs.contains(Bug.GUARD_IN_THE_LOOP_ONLY);
    }

    /**
     * @param late it was stopped itself, and nobody could tell it anything meanwhile
     */
    private void fire(boolean late) {
        armed = false;
        if (missing() || node.restsInPause()) {
            return;
        }
        killing = true;
        if (node.postgres().running()) {
            node.tell("the dead man's switch kills PostgreSQL");
            conduct.switchKills(node, late);
        }
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
