package io.matriarch.simulation;

import io.matriarch.cluster.Replication;
import java.util.List;

/** The replication mode of the day; an agent that starts takes the one of that moment. */
final class SimModes {

    private final World world;
    private final Dice dice;
    private Replication now;
    private boolean restarts;
    private boolean varied;

    SimModes(World world, Dice dice, Replication first) {
        this.world = world;
        this.dice = dice;
        this.now = first;
    }

    Replication now() {
        return now;
    }

    /** The document says which, and operators change it, to and from asynchronous. */
    void vary() {
        varied = true;
    }

    boolean areVaried() {
        return varied;
    }

    /** A standby that starts reads its own log for a while before its position says all. */
    boolean showRestarts() {
        return restarts;
    }

    /** Somebody changes it now and then in between; commits always wait for standbys. */
    void changes(long from, long to) {
        restarts = true;
        if (dice.chance(0.5)) {
            world.after(from + (long) ((to - from) * dice.real(0, 0.8)), this::change);
        }
        world.after(to - 1, () -> {});
    }

    private void change() {
        Replication.Mode mode =
                dice.oneOf(
                        List.of(
                                Replication.Mode.QUORUM,
                                Replication.Mode.QUORUM,
                                Replication.Mode.SYNC,
                                Replication.Mode.STRICT));
        now = new Replication(mode, 1 + dice.below(3));
    }
}
