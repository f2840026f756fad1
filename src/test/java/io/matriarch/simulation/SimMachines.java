package io.matriarch.simulation;

import io.matriarch.agent.Effect;
import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Reading;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Who runs the machines: stops one when asked, slowly, sometimes not at all, and starts it again
 * some time later, as itself or as another instance that has its disk.
 */
final class SimMachines {

    private final Herd herd;
    private final Dice dice;
    private final Map<String, Integer> replaced = new TreeMap<>();
    private final Map<String, Integer> stops = new HashMap<>();
    private final Set<String> stopping = new TreeSet<>();
    private final Set<String> off = new TreeSet<>();
    private FenceMode mode = FenceMode.OFF;
    private boolean troubled;
    private long deniedUntil;

    SimMachines(Herd herd, Dice dice) {
        this.herd = herd;
        this.dice = dice;
    }

    /**
     * From now on the nodes are instances.
     *
     * @param troubled calls hang, are throttled, and for a time denied
     */
    void begin(FenceMode fencing, boolean troubled) {
        this.mode = fencing;
        this.troubled = troubled;
        if (troubled && dice.chance(0.3)) {
            deniedUntil = dice.millis(10_000, 120_000);
        }
    }

    FenceMode mode() {
        return mode;
    }

    /** Nobody may stop anything until then. */
    void deny(long until) {
        deniedUntil = until;
    }

    void heal() {
        troubled = false;
        deniedUntil = 0;
        for (String name : Set.copyOf(off)) {
            int run = stops.getOrDefault(name, 0);
            herd.world().after(2 * World.SECOND, () -> startAgain(name, run));
        }
    }

    boolean isOff(SimNode node) {
        return off.contains(node.name());
    }

    /** What a node's machine is called; empty where nobody runs it but its owner. */
    String instance(SimNode node) {
        return mode == FenceMode.OFF
                ? ""
                : node.name() + "@" + replaced.getOrDefault(node.name(), 0);
    }

    /** It has been another instance before. */
    boolean wasReplaced(NodeName name) {
        return replaced.getOrDefault(name.value(), 0) > 0;
    }

    private SimNode node(String instance) {
        return herd.node(new NodeName(instance.substring(0, instance.indexOf('@'))));
    }

    private boolean hangs(SimAgent agent, Runnable noAnswer) {
        boolean hangs = troubled && dice.chance(0.05);
        if (hangs) {
            agent.later(6 * World.SECOND, noAnswer);
        }
        return hangs;
    }

    void stop(SimAgent agent, Effect.Fence asked, Consumer<Fenced> answer) {
        if (!hangs(agent, () -> answer.accept(new Fenced.Failed("no answer")))) {
            agent.later(dice.skewedMillis(20, 800), () -> answer.accept(answered(agent, asked)));
        }
    }

    private Fenced answered(SimAgent agent, Effect.Fence asked) {
        SimNode target =
                herd.bugs().contains(Bug.FENCES_ITSELF) ? agent.node() : node(asked.instance());
        if (troubled && dice.chance(0.05)) {
            return new Fenced.Failed("throttled");
        }
        if (!instance(target).equals(asked.instance())
                && !herd.bugs().contains(Bug.FENCES_ITSELF)) {
            return new Fenced.Off("gone");
        }
        if (off.contains(target.name())) {
            return new Fenced.Off("stopped");
        }
        if (herd.world().now() < deniedUntil) {
            return new Fenced.Failed("access denied: this needs ec2:StopInstances");
        }
        Moment now = agent.node().clock().now();
        if (!now.isBefore(asked.validUntil())) {
            return new Fenced.Failed("the lease ended before");
        }
        if (stopping.add(target.name())) {
            herd.invariants().fencing().stops(agent.node(), target);
            herd.world().after(span(), () -> goOff(target));
        }
        return herd.bugs().contains(Bug.PROMOTED_BEFORE_OFF)
                ? new Fenced.Off("stopped")
                : new Fenced.Stopping();
    }

    private long span() {
        return troubled ? dice.skewedMillis(200, 15_000) : dice.millis(900, 1_100);
    }

    private void goOff(SimNode node) {
        stopping.remove(node.name());
        node.tell("the machine is stopped");
        node.crash();
        off.add(node.name());
        int run = stops.merge(node.name(), 1, Integer::sum);
        herd.invariants().fencing().off(node);
        if (troubled && dice.chance(0.3)) {
            replaced.merge(node.name(), 1, Integer::sum);
        }
        long back = troubled ? dice.millis(5_000, 120_000) : dice.millis(20_000, 20_001);
        herd.world().after(back, () -> startAgain(node.name(), run));
    }

    private void startAgain(String name, int run) {
        if (stops.getOrDefault(name, 0) == run && off.remove(name)) {
            herd.node(new NodeName(name)).boot();
        }
    }

    void seek(SimAgent agent, Set<String> instances, Consumer<Reading<Set<String>>> answer) {
        Moment asked = agent.node().clock().now();
        if (hangs(agent, () -> answer.accept(new Reading.Missing<>("no answer")))) {
            return;
        }
        agent.later(
                dice.skewedMillis(20, 800),
                () ->
                        answer.accept(
                                new Reading.Seen<>(
                                        instances.stream()
                                                .filter(i -> !instance(node(i)).equals(i))
                                                .collect(Collectors.toSet()),
                                        asked)));
    }
}
