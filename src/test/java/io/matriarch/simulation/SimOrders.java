package io.matriarch.simulation;

import io.matriarch.agent.Event;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Plans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** People who restart servers, have data built anew, and plan ahead; and what they are owed. */
final class SimOrders {

    private final Herd herd;
    private final Dice dice;
    private final Map<String, SimAgent> open = new HashMap<>();
    private final Map<String, Consumer<OrderOutcome>> waiting = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<SimNode> wiped = new HashSet<>();
    private final Operators operators;
    private boolean mild;
    private int number;

    SimOrders(Herd herd, Dice dice) {
        this.herd = herd;
        this.dice = dice;
        this.operators = new Operators(herd, dice, "s");
    }

    /** Until {@code end}; on a mild day nothing that changes who leads. */
    void begin(Temper temper, long end) {
        mild = temper == Temper.MILD;
        next(end);
    }

    private void next(long end) {
        herd.world()
                .after(
                        dice.millis(1_000, 15_000),
                        () -> {
                            if (herd.world().now() < end) {
                                one();
                                next(end);
                            }
                        });
    }

    private void one() {
        SimNode any = dice.oneOf(herd.nodes());
        SimNode victim = dice.chance(0.5) ? herd.leader().orElse(any) : any;
        double kind = dice.real(0, 1);
        if (kind < 0.4) {
            restart(victim);
        } else if (kind < 0.5) {
            roll();
        } else if (kind < 0.7) {
            reinitialize(victim, dice.chance(0.2));
        } else if (kind < 0.85) {
            planRestart(victim, Duration.ofMillis(dice.between(0, 20_000)));
        } else if (!mild) {
            planSwitchover(
                    Optional.of(victim.nodeName()), Duration.ofMillis(dice.between(0, 9_000)));
        }
    }

    private Duration timeout() {
        return Duration.ofSeconds(mild || dice.chance(0.5) ? 300 : dice.between(3, 60));
    }

    void restart(SimNode node) {
        give(node, restart(), _ -> {});
    }

    private Order.Restart restart() {
        return new Order.Restart("o" + ++number, Order.RestartFilter.ALWAYS, timeout());
    }

    /** As the command does it: replicas first, then a switchover, then the former leader. */
    void roll() {
        Optional<SimNode> leader = herd.leader();
        if (leader.isEmpty()) {
            return;
        }
        List<SimNode> replicas = new ArrayList<>(herd.nodes());
        replicas.remove(leader.get());
        herd.story().tell("operator", "restarts all, one after the other");
        roll(replicas, leader.get());
    }

    private void roll(List<SimNode> rest, SimNode leader) {
        if (rest.isEmpty()) {
            if (!mild) {
                OperatorRequest.Kind kind = OperatorRequest.Kind.SWITCHOVER;
                operators.request(kind, Optional.of(leader.nodeName()), Optional.empty());
            }
            herd.world().after(5 * World.SECOND, () -> give(leader, restart(), _ -> {}));
            return;
        }
        List<SimNode> later = new ArrayList<>(rest);
        SimNode node = later.removeFirst();
        give(
                node,
                restart(),
                outcome -> {
                    if (outcome.end() == OrderOutcome.End.DONE) {
                        herd.world().after(World.SECOND, () -> roll(later, leader));
                    }
                });
    }

    void reinitialize(SimNode node, boolean force) {
        Order.CopySource from =
                dice.chance(0.7)
                        ? new Order.CopySource.Leader()
                        : dice.chance(0.5)
                                ? new Order.CopySource.Archive()
                                : new Order.CopySource.Named(dice.oneOf(herd.nodes()).nodeName());
        reinitialize(node, from, force);
    }

    void reinitialize(SimNode node, Order.CopySource from, boolean force) {
        if (herd.bugs().contains(Bug.LEADER_REBUILT)) {
            rebuilds(node);
            node.postgres().died();
            node.postgres().replaceDisk(null);
        }
        give(node, new Order.Reinitialize("o" + ++number, from, force), _ -> {});
    }

    /** By the clock of the machine that it is for. */
    void planRestart(SimNode node, Duration ahead) {
        Instant at = Instant.ofEpochMilli(node.clock().wallMillis()).plus(ahead);
        plan(new Plan.Restart(node.nodeName(), restart(), at), ahead);
    }

    void planSwitchover(Optional<NodeName> to, Duration ahead) {
        herd.leader()
                .ifPresent(
                        leader ->
                                plan(
                                        new Plan.Switchover(
                                                new OperatorRequest(
                                                        "p" + ++number,
                                                        OperatorRequest.Kind.SWITCHOVER,
                                                        Optional.of(leader.nodeName()),
                                                        to),
                                                Instant.ofEpochMilli(leader.clock().wallMillis())
                                                        .plus(ahead)),
                                        ahead));
    }

    private void plan(Plan plan, Duration ahead) {
        boolean taken = herd.store().plan(plan);
        String what =
                switch (plan) {
                    case Plan.Switchover(var request, _) ->
                            "a switchover" + request.to().map(n -> " to " + n).orElse("");
                    case Plan.Restart(var member, _, _) -> "a restart of " + member;
                };
        herd.story()
                .tell(
                        "operator",
                        "plans %s in %d ms%s"
                                .formatted(
                                        what,
                                        ahead.toMillis(),
                                        taken ? "" : "; refused: one is planned already"));
    }

    private void give(SimNode node, Order order, Consumer<OrderOutcome> then) {
        SimAgent agent = node.agent();
        if (agent == null) {
            return;
        }
        herd.story().tell("operator", "asks %s for a %s".formatted(node.name(), order.words()));
        agent.later(
                1,
                () -> {
                    open.put(order.id(), agent);
                    waiting.put(order.id(), then);
                    agent.step(new Event.OrderGiven(order));
                    agent.ordered(order).ifPresent(outcome -> answered(agent, order, outcome));
                });
    }

    /** Each order has one answer, which says something. */
    void answered(SimAgent agent, Order order, OrderOutcome outcome) {
        if (outcome.words().isBlank()) {
            throw new Violation("every answer says something", order.toString());
        }
        open.remove(order.id());
        // A plan whose removal nobody confirmed may be done once more by the agent's next run.
        answered.add(order.id());
        if (!answered.add(agent.incarnation() + " " + order.id())) {
            throw new Violation(
                    "an order gets one answer",
                    "%s answers %s again: %s"
                            .formatted(agent.node().name(), order.id(), outcome.words()));
        }
        Consumer<OrderOutcome> then = waiting.remove(order.id());
        if (then != null) {
            then.accept(outcome);
        }
    }

    /** This order has had its answer. */
    boolean has(String id) {
        return answered.contains(id);
    }

    /** What people still wait for; empty when nothing. */
    Optional<String> owed() {
        open.values().removeIf(agent -> !agent.alive());
        if (!open.isEmpty()) {
            return Optional.of("nobody has answered the orders " + open.keySet());
        }
        Plans plans = herd.store().plans();
        return plans.switchover()
                .<Plan>map(p -> p)
                .filter(p -> herd.leader().filter(l -> overdue(p, l)).isPresent())
                .or(
                        () ->
                                plans.restarts().values().stream()
                                        .<Plan>map(p -> p)
                                        .filter(p -> overdue(p, herd.node(member(p))))
                                        .findFirst())
                .map(plan -> "nobody has done or dropped what was planned: " + plan);
    }

    private static NodeName member(Plan plan) {
        return switch (plan) {
            case Plan.Restart(var member, _, _) -> member;
            case Plan.Switchover _ -> throw new IllegalArgumentException("it is of no member");
        };
    }

    /** By the clock of whoever is to do it. */
    private static boolean overdue(Plan plan, SimNode node) {
        return node.clock().wallMillis() > plan.at().plusSeconds(90).toEpochMilli();
    }

    /** A data directory is about to be built anew. */
    void rebuilds(SimNode node) {
        boolean leads =
                herd.store()
                        .lease()
                        .filter(l -> !l.released() && l.holder().equals(node.nodeName()))
                        .isPresent();
        if (leads && node.postgres().primary() && node.postgres().disk().isPresent()) {
            throw new Violation(
                    "a leader's data is never rebuilt",
                    node.name() + " leads, and its data directory is built anew");
        }
        wiped.remove(node);
    }

    /** Somebody else has removed the data. */
    void wiped(SimNode node) {
        wiped.add(node);
    }

    /** A copy has failed: what was there before must still be there (S14). */
    void copyFailed(SimNode node, boolean had) {
        if (had && node.postgres().disk().isEmpty() && !wiped.contains(node)) {
            throw new Violation(
                    "the old data is kept until the new one runs (S14)",
                    node.name() + " has neither after a copy that failed");
        }
    }
}
