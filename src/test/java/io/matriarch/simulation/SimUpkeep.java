package io.matriarch.simulation;

import io.matriarch.cluster.Replication;
import java.util.List;
import java.util.SplittableRandom;

/** Operators who change how a running herd works: its mode, its slots, its members' tags. */
final class SimUpkeep {

    private final Herd herd;
    private final Dice dice;
    private final long end;
    private final Temper temper;
    private boolean slots;

    SimUpkeep(Herd herd, long seed, long end, Temper temper) {
        this.herd = herd;
        this.dice = new Dice(new SplittableRandom(seed ^ 0x5eed));
        this.end = end;
        this.temper = temper;
    }

    /** Before anything runs. */
    void prepare(long seed) {
        herd.config().begin();
        herd.modes().vary();
        if (temper != Temper.MILD) {
            herd.archive().begin();
            herd.tags().draw(seed);
            herd.tags().withoutStreams(dice);
        }
    }

    void begin() {
        herd.world().after(dice.millis(500, 8_000), this::next);
    }

    private void next() {
        if (herd.world().now() >= end) {
            return;
        }
        double what = dice.real(0, 1);
        if (temper == Temper.MILD) {
            slot();
        } else if (what < 0.4) {
            mode();
        } else if (what < 0.6) {
            herd.config().spoil(dice);
        } else if (what < 0.8) {
            herd.tags().change(dice);
        } else if (what < 0.9) {
            crash();
        } else {
            slot();
        }
        herd.world().after(dice.millis(500, 12_000), this::next);
    }

    /** What nobody can use, somebody repairs at last. */
    void end() {
        herd.config().repair();
    }

    private void mode() {
        herd.config()
                .replicate(
                        new Replication(
                                dice.oneOf(List.of(Replication.Mode.values())), 1 + dice.below(2)));
    }

    private void slot() {
        if (!slots) {
            slots = true;
            herd.slots().begin();
            herd.config().addSlots();
        }
    }

    /** One backend of the leader's server crashes, and takes all others along. */
    private void crash() {
        herd.leader().map(SimNode::postgres).ifPresent(p -> p.crashInside(dice.millis(50, 800)));
    }
}
