package io.matriarch.simulation;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Pause;
import java.util.Optional;
import java.util.SplittableRandom;

/** An operator who pauses the cluster, works on it, and goes on; not always in this order. */
final class SimPauses {

    private final Herd herd;
    private final Operators operators;
    private final Dice dice;
    private final long end;
    private int pauses;

    SimPauses(Herd herd, Operators operators, long seed, long end) {
        this.herd = herd;
        this.operators = operators;
        this.dice = new Dice(new SplittableRandom(seed));
        this.end = end;
    }

    void begin() {
        herd.world().after(dice.millis(1_000, 30_000), this::pause);
    }

    private boolean over() {
        return herd.world().now() >= end;
    }

    void pause() {
        if (over()) {
            return;
        }
        say();
        herd.world().after(dice.skewedMillis(500, 15_000), this::work);
        herd.world().after(dice.millis(2_000, 60_000), this::resume);
    }

    /** The item is written. */
    void say() {
        pauses++;
        herd.story().tell("operator", "pauses the cluster");
        herd.store().pause(new Pause("pause " + pauses, "an operator", ""));
    }

    void resume() {
        end();
        if (!over()) {
            herd.world().after(dice.millis(1_000, 40_000), this::pause);
        }
    }

    void end() {
        if (herd.store().pause().isPresent()) {
            herd.story().tell("operator", "has the cluster go on");
            herd.store().pause(null);
        }
        herd.nodes().forEach(n -> n.leftDown(false));
    }

    private void work() {
        if (over() || herd.store().pause().isEmpty()) {
            return;
        }
        SimNode victim = dice.oneOf(herd.nodes());
        SimNode node = dice.chance(0.5) ? herd.leader().orElse(victim) : victim;
        if (dice.chance(0.5)) {
            stop(node, dice.chance(0.5));
        } else {
            Optional<NodeName> to =
                    dice.chance(0.8) ? Optional.of(victim.nodeName()) : Optional.empty();
            operators.request(
                    dice.chance(0.5)
                            ? OperatorRequest.Kind.SWITCHOVER
                            : OperatorRequest.Kind.FAILOVER,
                    Optional.empty(),
                    to);
        }
        herd.world().after(dice.skewedMillis(500, 15_000), this::work);
    }

    /** From outside, in order or not: no agent has asked for it. */
    void stop(SimNode node, boolean inOrder) {
        if (!node.postgres().running()) {
            return;
        }
        herd.story()
                .tell(
                        "operator",
                        "%s PostgreSQL of %s".formatted(inOrder ? "stops" : "kills", node.name()));
        SimAgent agent = node.agent();
        boolean watched =
                agent != null && agent.watchesAPause() && herd.store().request().isEmpty();
        if (inOrder) {
            node.postgres().stop(dice.skewedMillis(20, 600));
        } else {
            node.postgres().died();
            node.leftDown(watched);
        }
    }
}
