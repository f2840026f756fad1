package io.matriarch.simulation;

import io.matriarch.agent.Event;
import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Notice;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose machines they are: it tells of their end some time before, takes them away, and puts
 * another one in the place of what it was told is broken.
 */
final class SimProvider {

    private static final long POLL = 5 * World.SECOND;
    private static final long PATIENCE = 300 * World.SECOND;

    /** A leader that could hand over for so long, and has not, will not do it in time. */
    private static final int IDLE_SECONDS = 45;

    /** What stands in the metadata of one machine. */
    private record Announced(Notice.Kind kind, long at) {}

    private final Herd herd;
    private final Dice dice;
    private final Map<String, Announced> announced = new HashMap<>();
    private final Map<String, Long> patience = new HashMap<>();
    private final Set<String> unhealthy = new TreeSet<>();

    /** Machines that came in place of others, and do not count before they say so. */
    private final Set<String> joining = new TreeSet<>();

    private final Map<String, Integer> idle = new HashMap<>();
    private boolean active;
    private boolean over;
    private boolean quiet;

    SimProvider(Herd herd, Dice dice) {
        this.herd = herd;
        this.dice = dice;
    }

    /**
     * From now on machines may go.
     *
     * @param alone nothing else goes wrong meanwhile
     */
    void begin(boolean alone) {
        active = true;
        quiet = alone;
        herd.nodes().stream().map(SimNode::agent).forEach(this::attend);
        watch();
    }

    boolean active() {
        return active;
    }

    /** The agent's thread that asks the metadata, and its group. */
    void attend(@Nullable SimAgent agent) {
        if (active && agent != null) {
            // Its first event is what the switch said.
            agent.later(dice.millis(50, 200), () -> poll(agent, 0));
        }
    }

    private void poll(SimAgent agent, int round) {
        if (!herd.bugs().contains(Bug.NOTICES_UNREAD)) {
            agent.step(new Event.Noticed(notice(agent.node())));
        }
        if (round % 12 == 0) {
            agent.step(new Event.StandingSeen(standing(agent.node())));
        }
        agent.later(POLL, () -> poll(agent, round + 1));
    }

    private Optional<Notice> notice(SimNode node) {
        return Optional.ofNullable(announced.get(node.name()))
                .map(
                        a -> {
                            long ahead = a.at() - herd.world().now();
                            Moment at = node.clock().now().plus(Duration.ofNanos(ahead));
                            return new Notice(a.kind(), at, words(a.kind()));
                        });
    }

    private static String words(Notice.Kind kind) {
        return switch (kind) {
            case TERMINATING -> "its group terminates it";
            case SPOT -> "a spot interruption";
            case PUT_ASIDE -> "its group puts it aside";
            case REBALANCE -> "a rebalance recommendation";
            case MAINTENANCE -> "scheduled maintenance";
        };
    }

    private GroupView.Standing standing(SimNode node) {
        if (unhealthy.contains(node.name())) {
            return GroupView.Standing.UNHEALTHY;
        }
        return joining.contains(node.name())
                ? GroupView.Standing.JOINING
                : GroupView.Standing.HEALTHY;
    }

    void strike(Fault fault, SimNode victim) {
        if (over || announced.containsKey(victim.name())) {
            return;
        }
        switch (fault) {
            case SPOT_NOTICE -> spot(victim, dice.between(30, 120) * World.SECOND);
            case REBALANCE_NOTICE -> rebalance(victim);
            case MAINTENANCE_NOTICE -> {
                announce(victim, Notice.Kind.MAINTENANCE, dice.between(1, 800) * World.SECOND);
                later(dice.between(10, 60), () -> withdraw(victim));
            }
            case MACHINE_PUT_ASIDE -> {
                announce(victim, Notice.Kind.PUT_ASIDE, 0);
                later(dice.between(10, 60), () -> withdraw(victim));
            }
            case GROUP_TERMINATES -> terminate(victim);
            case DISK_BROKEN -> victim.breakDisk();
            default -> throw new IllegalArgumentException(fault + " is not the provider's");
        }
    }

    void spot(SimNode victim, long ahead) {
        announce(victim, Notice.Kind.SPOT, ahead);
        herd.world().after(ahead, () -> take(victim, Notice.Kind.SPOT));
    }

    private void rebalance(SimNode victim) {
        announce(victim, Notice.Kind.REBALANCE, 0);
        boolean stays = dice.chance(0.4);
        later(
                dice.between(10, 90),
                () -> {
                    if (stays) {
                        withdraw(victim);
                    } else if (victim.up() && !over) {
                        terminate(victim);
                    }
                });
    }

    void terminate(SimNode victim) {
        announce(victim, Notice.Kind.TERMINATING, 240 * World.SECOND);
        patience.put(victim.name(), herd.world().now() + PATIENCE);
        endPatience(victim);
    }

    private void endPatience(SimNode victim) {
        long until = patience.getOrDefault(victim.name(), 0L);
        herd.world()
                .after(
                        until - herd.world().now(),
                        () -> {
                            long now = patience.getOrDefault(victim.name(), 0L);
                            if (now > until) {
                                endPatience(victim);
                            } else if (now == until) {
                                take(victim, Notice.Kind.TERMINATING);
                            }
                        });
    }

    void announce(SimNode victim, Notice.Kind kind, long ahead) {
        victim.tell("its provider announces: " + words(kind));
        announced.put(victim.name(), new Announced(kind, herd.world().now() + ahead));
        idle.remove(victim.name());
    }

    void withdraw(SimNode victim) {
        Announced now = announced.get(victim.name());
        if (now != null
                && !EnumSet.of(Notice.Kind.SPOT, Notice.Kind.TERMINATING).contains(now.kind())) {
            victim.tell("its provider takes the announcement back");
            announced.remove(victim.name());
        }
    }

    private void later(long seconds, Runnable what) {
        herd.world().after(seconds * World.SECOND, what);
    }

    /** The word of one agent reaches the group; some are lost on the way. */
    void tell(SimAgent agent, GroupWord word) {
        SimNode node = agent.node();
        if (dice.chance(0.1)) {
            agent.later(
                    POLL,
                    () -> agent.step(new Event.GroupTold(word, Optional.of("the group is busy"))));
            return;
        }
        agent.later(
                dice.skewedMillis(20, 900),
                () -> {
                    heard(node, taken(word));
                    boolean lost = dice.chance(0.05);
                    Optional<String> failure =
                            lost ? Optional.of("no answer in time") : Optional.empty();
                    agent.later(
                            dice.skewedMillis(20, 300),
                            () -> agent.step(new Event.GroupTold(word, failure)));
                });
    }

    private GroupWord taken(GroupWord word) {
        return switch (word) {
            case BUSY ->
                    herd.bugs().contains(Bug.LET_GO_AT_ONCE) ? GroupWord.MAY_GO : GroupWord.BUSY;
            case JOINING ->
                    herd.bugs().contains(Bug.IN_SERVICE_AT_ONCE)
                            ? GroupWord.JOINED
                            : GroupWord.JOINING;
            case MAY_GO, JOINED, UNHEALTHY -> word;
        };
    }

    private void heard(SimNode node, GroupWord word) {
        node.tell("tells its group: " + word);
        switch (word) {
            case BUSY ->
                    patience.computeIfPresent(node.name(), (_, _) -> herd.world().now() + PATIENCE);
            case MAY_GO -> mayGo(node);
            case UNHEALTHY -> reported(node);
            case JOINING -> {}
            case JOINED -> joined(node);
        }
    }

    private void joined(SimNode node) {
        if (joining.remove(node.name())
                && node.postgres().disk().isEmpty()
                && !herd.conduct().wasTampered()) {
            throw new Violation(
                    "a new machine is in service only when its member streams or leads",
                    node.name() + " says that it is in service, and has no data");
        }
    }

    private void mayGo(SimNode node) {
        Announced now = announced.get(node.name());
        if (now == null || now.kind() != Notice.Kind.TERMINATING) {
            return;
        }
        boolean last =
                herd.nodes().stream()
                        .filter(n -> n != node && n.up())
                        .allMatch(n -> announced.containsKey(n.name()));
        // A leader does not know of members whose entries somebody has deleted.
        if (node.postgres().running() && !last && !herd.conduct().wasTampered()) {
            throw new Violation(
                    "a machine is let go only when its PostgreSQL is down",
                    node.name() + " says that it may go, and its PostgreSQL runs");
        }
        patience.remove(node.name());
        later(dice.between(1, 5), () -> take(node, Notice.Kind.TERMINATING));
    }

    private void reported(SimNode node) {
        Set<String> others = new TreeSet<>(unhealthy);
        others.remove(node.name());
        // The name of the one that goes is in the lease, and may be deleted with it.
        if (!others.isEmpty() && !herd.conduct().wasTampered()) {
            throw new Violation(
                    "never two members are unhealthy at once",
                    "%s reports itself while %s is being replaced".formatted(node.name(), others));
        }
        boolean another =
                herd.nodes().stream()
                        .filter(n -> n != node && !n.diskBroken())
                        .anyMatch(n -> n.postgres().disk().isPresent());
        if (node.postgres().acknowledges() || (quiet && !another)) {
            throw new Violation(
                    "what is replaced is neither the leader nor the last that has data",
                    node.name() + " reports itself, and is all that the cluster has");
        }
        if (unhealthy.add(node.name()) && !announced.containsKey(node.name())) {
            later(
                    dice.between(5, 40),
                    () -> {
                        if (!over && unhealthy.contains(node.name())) {
                            terminate(node);
                        }
                    });
        }
    }

    /** The machine goes, and another one comes in its place, which has nothing of its data. */
    void take(SimNode victim, Notice.Kind kind) {
        Announced now = announced.get(victim.name());
        if (over || now == null || now.kind() != kind) {
            return;
        }
        victim.tell("its provider takes the machine away");
        boolean empty = herd.mayLose(victim);
        victim.crash();
        announced.remove(victim.name());
        patience.remove(victim.name());
        if (empty) {
            unhealthy.remove(victim.name());
            joining.add(victim.name());
            victim.replace();
            // As the leader does once it sees that the instance is gone.
            later(1, () -> herd.store().removeMember(victim.nodeName()));
        }
        later(dice.between(6, 30), victim::boot);
    }

    /** Machines stay from now on, and disks work. */
    void stop() {
        over = true;
        announced.clear();
        patience.clear();
        herd.nodes().forEach(SimNode::repairDisk);
    }

    private void watch() {
        herd.world()
                .after(
                        World.SECOND,
                        () -> {
                            if (quiet) {
                                herd.nodes().forEach(this::watch);
                            }
                            watch();
                        });
    }

    private void watch(SimNode node) {
        boolean could =
                announced.containsKey(node.name())
                        && node.agent() != null
                        && node.postgres().acknowledges()
                        && herd.nodes().stream().anyMatch(n -> n != node && fit(n));
        int seconds = could ? idle.merge(node.name(), 1, Integer::sum) : 0;
        if (!could) {
            idle.remove(node.name());
        }
        if (seconds > IDLE_SECONDS) {
            throw new Violation(
                    "a leader hands over before its machine goes",
                    "%s has led on for %d s, and says: %s"
                            .formatted(node.name(), seconds, saying(node)));
        }
    }

    private boolean fit(SimNode node) {
        SimAgent agent = node.agent();
        return agent != null
                && !announced.containsKey(node.name())
                && agent.report().eligible()
                && agent.report().streaming();
    }

    private static String saying(SimNode node) {
        SimAgent agent = node.agent();
        return agent == null ? "nothing" : agent.because();
    }

    /** What a quiet day brings now and then. */
    static List<Fault> faults() {
        return List.of(
                Fault.SPOT_NOTICE,
                Fault.SPOT_NOTICE,
                Fault.REBALANCE_NOTICE,
                Fault.MAINTENANCE_NOTICE,
                Fault.MACHINE_PUT_ASIDE,
                Fault.GROUP_TERMINATES,
                Fault.DISK_BROKEN,
                Fault.DISK_BROKEN);
    }
}
