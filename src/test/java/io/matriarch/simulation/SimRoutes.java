package io.matriarch.simulation;

import io.matriarch.agent.Event;
import io.matriarch.cluster.Domain;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.routing.Arrival;
import io.matriarch.routing.RoutePlan;
import io.matriarch.routing.Routed;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The records of a zone. A read and the change that follows it are two calls, so that a change may
 * arrive long after its sender has lost the lease; it is applied only to the very records that were
 * read.
 */
final class SimRoutes {

    private static final long SPREADING = 7 * World.SECOND;
    private static final long ANSWER = 30 * World.MILLI;
    private static final Domain DOMAIN = Domain.of("herd", "db.internal");

    /** What stands there; {@code version} rises with each change. */
    private record Zone(long version, @Nullable RoutePlan plan) {}

    private final World world;
    private final Dice dice;
    private final Set<Bug> bugs;
    private final Invariants invariants;
    private long outageUntil;
    private long changedAt;
    private Zone zone = new Zone(0, null);

    SimRoutes(World world, Dice dice, Set<Bug> bugs, Invariants invariants) {
        this.world = world;
        this.dice = dice;
        this.bugs = bugs;
        this.invariants = invariants;
    }

    /** The member that clients find under the primary's name. */
    Optional<NodeName> primary() {
        return Optional.ofNullable(zone.plan()).map(RoutePlan::leader);
    }

    Set<NodeName> replicas() {
        RoutePlan plan = zone.plan();
        return plan == null ? Set.of() : plan.replicas();
    }

    /** No call is answered until then. */
    void outage(long until) {
        outageUntil = until;
    }

    /** Somebody points the primary's name elsewhere by hand. */
    void meddle(NodeName elsewhere) {
        RoutePlan plan = zone.plan();
        if (plan != null) {
            zone =
                    new Zone(
                            zone.version() + 1,
                            new RoutePlan(plan.epoch(), elsewhere, plan.hosts(), plan.replicas()));
        }
    }

    void point(SimAgent agent, RoutePlan plan, Moment validUntil, Consumer<Routed> answer) {
        boolean[] told = new boolean[1];
        Consumer<Routed> once =
                outcome -> {
                    if (!told[0]) {
                        told[0] = true;
                        answer.accept(outcome);
                    }
                };
        agent.later(5 * World.SECOND, () -> once.accept(new Routed.Failed("no answer in time")));
        agent.later(dice.skewedMillis(5, 300), () -> compare(agent, plan, validUntil, once));
    }

    /** Name servers follow some seconds later, and sometimes nobody says whether they have. */
    void arrival(SimAgent agent) {
        Arrival arrival =
                world.now() < outageUntil
                        ? new Arrival.Unknown("no answer in time")
                        : world.now() < changedAt + SPREADING
                                ? new Arrival.Underway()
                                : new Arrival.Everywhere();
        agent.later(ANSWER, () -> agent.step(new Event.RoutesArrived(arrival)));
    }

    private void compare(
            SimAgent agent, RoutePlan plan, Moment validUntil, Consumer<Routed> answer) {
        if (world.now() < outageUntil) {
            return;
        }
        Zone read = zone;
        RoutePlan present = read.plan();
        if (plan.equals(present)) {
            answer.accept(new Routed.InPlace(DOMAIN));
            return;
        }
        if (present != null && present.epoch() > plan.epoch()) {
            answer.accept(new Routed.Superseded(present.epoch()));
            return;
        }
        agent.later(
                dice.skewedMillis(1, 200),
                () -> {
                    if (!agent.node().clock().now().isBefore(validUntil)) {
                        answer.accept(new Routed.Failed("the lease ended before"));
                        return;
                    }
                    // On its way a change outlives its sender.
                    long late =
                            dice.chance(0.05)
                                    ? dice.millis(1_000, 20_000)
                                    : dice.skewedMillis(5, 400);
                    world.after(late, () -> change(agent, read, plan, answer));
                });
    }

    private void change(SimAgent agent, Zone read, RoutePlan plan, Consumer<Routed> answer) {
        boolean compares = !bugs.contains(Bug.ROUTES_OVERWRITTEN);
        if (compares && zone.version() != read.version()) {
            agent.later(1, () -> answer.accept(new Routed.Failed("somebody else changed them")));
            return;
        }
        RoutePlan before = zone.plan();
        if (before != null && before.epoch() > plan.epoch()) {
            invariants.routesFellBack(before.epoch(), Objects.requireNonNull(plan));
        }
        zone = new Zone(zone.version() + 1, plan);
        changedAt = world.now();
        agent.later(
                dice.skewedMillis(5, 200),
                () -> answer.accept(new Routed.Written(DOMAIN, "routes")));
    }
}
