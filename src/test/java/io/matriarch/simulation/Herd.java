package io.matriarch.simulation;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All the parts of one simulated cluster, and the clients that write to it. */
final class Herd {

    private final World world;
    private final Story story;
    private final Dice agentDice;
    private final Dice postgresDice;
    private final Traffic traffic;
    private final LeaseTimers timers;
    private final SimModes modes;
    private final Set<Bug> bugs;
    private final Invariants invariants;
    private final Conduct conduct;
    private final StoreWeather weather;
    private final SimStore store;
    private final SimRoutes routes;
    private final SimMachines machines;
    private final SimNetwork network;
    private final List<SimNode> nodes = new ArrayList<>();
    private final Map<String, Long> troubledUntil = new HashMap<>();
    private final SimArchive archive = new SimArchive();
    private final Map<String, Long> slowDiskUntil = new HashMap<>();
    private final SimProvider provider;
    private final SimConfig config = new SimConfig(this);
    private final SimOrders orders;
    private final SimRemote remote = new SimRemote(this);
    private final SimSlots slots = new SimSlots(this);
    private int initialized;
    private final SimTags tags = new SimTags(this);
    private final RestartRules restarts = new RestartRules(this);
    private final PromotionRules promotions = new PromotionRules(this);

    Herd(
            World world,
            Story story,
            Dice dice,
            int size,
            LeaseTimers timers,
            Replication replication,
            Set<Bug> bugs) {
        this.world = world;
        this.story = story;
        this.timers = timers;
        this.bugs = bugs;
        this.agentDice = dice.split();
        this.postgresDice = dice.split();
        this.traffic = new Traffic(this, postgresDice, dice.split());
        this.invariants = new Invariants(this);
        this.conduct = new Conduct(this);
        this.weather = new StoreWeather(world, dice.split());
        this.store = new SimStore(world, dice.split(), bugs, weather, invariants);
        this.network = new SimNetwork(world, dice.split());
        Dice nodeDice = dice.split();
        for (int i = 1; i <= size; i++) {
            nodes.add(new SimNode(this, new NodeName("n" + i), nodeDice.split()));
        }
        this.routes = new SimRoutes(world, dice.split(), bugs, invariants);
        this.machines = new SimMachines(this, dice.split());
        this.provider = new SimProvider(this, dice.split());
        this.modes = new SimModes(world, dice.split(), replication);
        this.orders = new SimOrders(this, dice.split());
    }

    void begin() {
        for (SimNode node : nodes) {
            world.after(agentDice.millis(0, 3000), node::startAgent);
        }
        traffic.begin();
    }

    /** One machine after the other, a second apart: the first one founds the cluster. */
    void beginInOrder() {
        long delay = 0;
        for (SimNode node : nodes) {
            world.after(delay, node::startAgent);
            delay += World.SECOND;
        }
        traffic.begin();
    }

    Traffic traffic() {
        return traffic;
    }

    World world() {
        return world;
    }

    Story story() {
        return story;
    }

    Dice agentDice() {
        return agentDice;
    }

    Dice postgresDice() {
        return postgresDice;
    }

    LeaseTimers timers() {
        return timers;
    }

    SimConfig config() {
        return config;
    }

    /** After a jump of the clocks a lease counts for no longer than this. */
    Duration longestDoubt() {
        return config.longestDoubt();
    }

    /** Of agents that start now. */
    Replication replication() {
        return modes.now();
    }

    SimModes modes() {
        return modes;
    }

    /** Commits wait for standbys, or what they acknowledged does (S9). */
    boolean waits() {
        return modes.areVaried() ? invariants.acknowledged().promised() : modes.now().waits();
    }

    Set<Bug> bugs() {
        return bugs;
    }

    Invariants invariants() {
        return invariants;
    }

    Conduct conduct() {
        return conduct;
    }

    StoreWeather weather() {
        return weather;
    }

    SimStore store() {
        return store;
    }

    SimTags tags() {
        return tags;
    }

    PromotionRules promotions() {
        return promotions;
    }

    RestartRules restarts() {
        return restarts;
    }

    SimArchive archive() {
        return archive;
    }

    SimRemote remote() {
        return remote;
    }

    SimSlots slots() {
        return slots;
    }

    SimProvider provider() {
        return provider;
    }

    SimOrders orders() {
        return orders;
    }

    SimRoutes routes() {
        return routes;
    }

    SimMachines machines() {
        return machines;
    }

    SimNetwork network() {
        return network;
    }

    List<SimNode> nodes() {
        return nodes;
    }

    SimNode node(NodeName name) {
        for (SimNode node : nodes) {
            if (node.nodeName().equals(name)) {
                return node;
            }
        }
        throw new IllegalArgumentException("no node is called " + name);
    }

    /** Whom the store names, led or not. */
    Optional<SimNode> leader() {
        return store.lease().map(l -> node(l.holder()));
    }

    NodeSettings settings(NodeName name) {
        return NodeSettings.of(name, timers)
                .with(modes.now())
                .withArchive(archive.isKept())
                .with(machines.mode())
                .with(slots.plan())
                .following(remote.settings(name))
                .withReplaceAfter(Duration.ofSeconds(15));
    }

    /** Its data is not the last that could lead. */
    boolean mayLose(SimNode node) {
        return Tampering.mayLose(this, node);
    }

    SimDisk freshData(SimNode node) {
        initialized++;
        invariants.initialized(node);
        Wal.Branch root = new Wal.Branch(1, null, 0, node.name());
        SimDisk fresh = new SimDisk("700" + initialized, new Wal(root, 0x2000000), "shut down");
        fresh.commits = SyncWait.NONE.opened(modes.now().mode() != Replication.Mode.STRICT);
        return fresh;
    }

    ControlData shown(ControlData control) {
        if (bugs.contains(Bug.SHUTDOWN_CHECKPOINT_MISREAD)) {
            return new ControlData(
                    control.systemId(),
                    control.state(),
                    control.timeline(),
                    new Lsn(Math.max(0, control.checkpoint().bytes() - 20_000)),
                    control.minRecoveryEnd());
        }
        return bugs.contains(Bug.TIMELINE_NOT_CHECKED)
                ? new ControlData(
                        control.systemId(),
                        control.state(),
                        new Timeline(1_000),
                        control.checkpoint(),
                        new Lsn(control.minRecoveryEnd().bytes()))
                : control;
    }

    /** This node's PostgreSQL is slow, and some of what is done to it fails. */
    boolean troubled(SimNode node) {
        return !troubledUntil.isEmpty()
                && troubledUntil.getOrDefault(node.name(), 0L) > world.now();
    }

    void trouble(SimNode node, long until) {
        troubledUntil.put(node.name(), until);
    }

    /** What is done to this node's PostgreSQL takes long, and works. */
    boolean slowDisk(SimNode node) {
        return troubled(node) || slowDiskUntil.getOrDefault(node.name(), 0L) > world.now();
    }

    void slowDisk(SimNode node, long until) {
        slowDiskUntil.put(node.name(), until);
    }

    void heal() {
        troubledUntil.clear();
        slowDiskUntil.clear();
        traffic.heal();
        weather.heal();
        routes.outage(0);
        machines.heal();
        network.heal();
    }
}
