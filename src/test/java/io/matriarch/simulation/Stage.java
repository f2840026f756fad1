package io.matriarch.simulation;

import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Notice;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A herd under a director: one command at a time, and what the agents said to it. */
public final class Stage {

    private final World world = new World();
    private final List<String> lines = new ArrayList<>();
    private final Story story;
    private final Herd herd;
    private final Mischief mischief;
    private final SimPauses pauses;
    private final SimSides sides;

    /** Three nodes on the default timers; nothing fails that no command asks for. */
    public Stage(long seed) {
        this(seed, 3, Replication.ASYNC);
    }

    /** The same on instances: this becomes of a leader that vanishes. */
    public Stage(long seed, int nodes, Replication replication, FenceMode fencing) {
        this(seed, nodes, replication);
        herd.machines().begin(fencing, false);
    }

    /** So many nodes, in this replication mode. */
    public Stage(long seed, int nodes, Replication replication) {
        Dice dice = new Dice(new SplittableRandom(seed));
        LeaseTimers timers = new LeaseTimers(Duration.ofSeconds(6), Duration.ofSeconds(1));
        this.story = new Story(world, this::heard, true);
        this.herd = new Herd(world, story, dice.split(), nodes, timers, replication, Set.of());
        this.mischief = new Mischief(herd, dice.split(), Long.MAX_VALUE / 2, 1);
        this.pauses = new SimPauses(herd, mischief.operators(), seed, Long.MAX_VALUE / 2);
        this.sides = new SimSides(herd, seed, Long.MAX_VALUE / 2);
        herd.beginInOrder();
    }

    private void heard(String line) {
        boolean detail = line.contains("  . ");
        boolean byNode =
                Stream.of("n", "operator", "far-away", "consumer")
                        .anyMatch(line.substring(14)::startsWith);
        if (!detail && byNode) {
            lines.add(line.substring(14).replaceFirst(" +", ": "));
        }
    }

    /**
     * Does what the command says.
     *
     * @return what was said since the command before, as "node: sentence"
     * @throws IllegalArgumentException when no such command exists
     */
    public List<String> tell(String command) {
        String[] words = command.split(" +");
        switch (words[0]) {
            case "run" -> run(span(words[1]));
            case "kill-agent" -> node(words[1]).killAgent();
            case "start-agent" -> node(words[1]).startAgent();
            case "stop-agent" -> leave(node(words[1]));
            case "pause-agent" -> pause(node(words[1]), words[2]);
            case "kill-postgres" -> node(words[1]).postgres().died();
            case "hang-postgres" -> node(words[1]).postgres().hang();
            case "crash" -> node(words[1]).crash();
            case "boot" -> node(words[1]).boot();
            case "store-down" -> herd.weather().outage(Long.MAX_VALUE / 2);
            case "store-cut" -> herd.weather().cut(words[1], Long.MAX_VALUE / 2);
            case "part" -> part(node(words[1]));
            case "heal" -> herd.heal();
            case "history" -> tellHistory();
            case "hang-switch" -> node(words[1]).deadMansSwitch().hang();
            case "wake-switch" -> node(words[1]).deadMansSwitch().goOn();
            case "wipe-disk" -> mischief.tampering().empty(node(words[1]));
            case "wipe-table" -> mischief.tampering().wipeTable();
            case "remove-old-wal" -> mischief.tampering().removeOldWal();
            case "lazy" -> herd.traffic().lazy(node(words[1]), Long.MAX_VALUE / 2);
            case "machine-gone" -> herd.machines().terminate(node(words[1]));
            case "deny-fencing" -> herd.machines().deny(Long.MAX_VALUE / 2);
            case "allow-fencing" -> herd.machines().deny(0);
            case "provider" -> herd.provider().begin(false);
            case "notice" -> notice(words);
            case "take" -> take(node(words[1]));
            case "withdraw" -> herd.provider().withdraw(node(words[1]));
            case "terminate" -> terminate(node(words[1]));
            case "break-disk" -> node(words[1]).breakDisk();
            case "document" -> herd.config().begin();
            case "set" -> herd.config().set(List.of(words).subList(1, words.length));
            case "follow" -> sides.prepare(words.length > 1);
            case "force-promote-cluster" -> sides.force();
            case "promote-cluster", "config-apply" ->
                    sides.promote(words[0].replace("config-", "config "));
            case "demote-cluster" -> sides.demote();
            case "far-away" -> farAway(words[1]);
            case "slot" -> herd.slots().begin();
            case "foreign-slot" -> herd.slots().foreign(node(words[1]), words[2]);
            case "slots" -> lines.add(words[1] + ": " + herd.slots().of(node(words[1])));
            case "pause" -> pauses.say();
            case "resume" -> pauses.end();
            case "tag" ->
                    herd.tags().set(new NodeName(words[1]), Tags.of(Map.of(words[2], words[3])));
            case "stop-postgres" -> pauses.stop(node(words[1]), true);
            case "fail-postgres" -> pauses.stop(node(words[1]), false);
            case "switchover" -> ask(OperatorRequest.Kind.SWITCHOVER, words);
            case "failover" -> ask(OperatorRequest.Kind.FAILOVER, words);
            case "failover-force" -> ask(OperatorRequest.Kind.FORCED, words);
            case "restart" -> herd.orders().restart(node(words[1]));
            case "reinit" -> reinitialize(words);
            case "plan-restart" ->
                    herd.orders().planRestart(node(words[1]), Duration.ofNanos(span(words[2])));
            case "plan-switchover" ->
                    herd.orders()
                            .planSwitchover(
                                    Optional.of(new NodeName(words[1])),
                                    Duration.ofNanos(span(words[2])));
            default -> throw new IllegalArgumentException("no such command: " + command);
        }
        List<String> said = List.copyOf(lines);
        lines.clear();
        return said;
    }

    private void run(long span) {
        world.run(world.now() + span, herd.invariants()::check);
    }

    private void tellHistory() {
        herd.store()
                .history()
                .forEach(
                        e ->
                                lines.add(
                                        "history: timeline %s ended at %s, and %s led from then on"
                                                .formatted(
                                                        e.timeline(),
                                                        e.switchPoint(),
                                                        e.leader())));
    }

    /** "10s" or "500ms". */
    private static long span(String text) {
        return text.endsWith("ms")
                ? Long.parseLong(text.replace("ms", "")) * World.MILLI
                : Long.parseLong(text.replace("s", "")) * World.SECOND;
    }

    private SimNode node(String name) {
        return herd.node(new NodeName(name));
    }

    /** "far-away demote" and what else its operators and its network do. */
    private void farAway(String what) {
        switch (what) {
            case "demote" -> herd.remote().demote();
            case "promote" -> sides.promoteOther();
            case "fails-over" -> herd.remote().failOver();
            case "silent" -> herd.remote().silence(true);
            case "answers" -> herd.remote().silence(false);
            case "archive-silent" -> herd.remote().shipped().mute(true);
            case "archive-answers" -> herd.remote().shipped().mute(false);
            case "loses" -> herd.remote().failBack();
            default -> throw new IllegalArgumentException("no such command: far-away " + what);
        }
    }

    private static void leave(SimNode node) {
        SimAgent agent = node.agent();
        if (agent != null) {
            agent.later(1, agent::leave);
        }
    }

    private void pause(SimNode node, String seconds) {
        SimAgent agent = node.agent();
        if (agent != null) {
            agent.pause(world.now() + span(seconds));
        }
    }

    /** "notice n1 spot 120s". */
    private void notice(String[] words) {
        Notice.Kind kind = Notice.Kind.valueOf(words[2].toUpperCase(Locale.ROOT).replace('-', '_'));
        herd.provider().announce(node(words[1]), kind, span(words[3]));
    }

    private void take(SimNode node) {
        herd.provider().take(node, Notice.Kind.SPOT);
    }

    private void terminate(SimNode node) {
        herd.provider().terminate(node);
    }

    private void part(SimNode node) {
        for (SimNode other : herd.nodes()) {
            for (SimNetwork.Traffic traffic : SimNetwork.Traffic.values()) {
                herd.network().cut(node.name(), other.name(), traffic, Long.MAX_VALUE / 2);
                herd.network().cut(other.name(), node.name(), traffic, Long.MAX_VALUE / 2);
            }
        }
    }

    /** "reinit n2", "reinit n2 archive", "reinit n2 n3". */
    private void reinitialize(String[] words) {
        String from = words.length > 2 ? words[2] : "leader";
        herd.orders()
                .reinitialize(
                        node(words[1]),
                        switch (from) {
                            case "leader" -> new Order.CopySource.Leader();
                            case "archive" -> new Order.CopySource.Archive();
                            default -> new Order.CopySource.Named(new NodeName(from));
                        },
                        false);
    }

    private void ask(OperatorRequest.Kind kind, String[] words) {
        Optional<NodeName> to =
                words.length > 1 ? Optional.of(new NodeName(words[1])) : Optional.empty();
        mischief.operators().request(kind, Optional.empty(), to);
    }
}
