package io.matriarch.simulation;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Plans;
import io.matriarch.lease.LeaseCondition;
import io.matriarch.lease.LeaseWrite;
import io.matriarch.lease.StoreWrite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Linearizable: each request takes effect at one instant, if it arrives; its answer may be lost.
 */
final class SimStore {

    private final World world;
    private final Dice dice;
    private final LeaseTimers timers;
    private final Set<Bug> bugs;
    private final StoreWeather weather;
    private final Invariants invariants;
    private Map<NodeName, Member> members = Map.of();
    private final Map<Integer, HistoryEntry> history = new TreeMap<>();
    private @Nullable LeaseView lease;
    private long writtenAt;
    private @Nullable OperatorRequest request;
    private Plans plans = Plans.NONE;
    private @Nullable ConfigDocument config;
    private @Nullable Pause pause;

    SimStore(
            World world,
            Dice dice,
            LeaseTimers timers,
            Set<Bug> bugs,
            StoreWeather weather,
            Invariants invariants) {
        this.world = world;
        this.dice = dice;
        this.timers = timers;
        this.bugs = bugs;
        this.weather = weather;
        this.invariants = invariants;
    }

    Optional<LeaseView> lease() {
        return Optional.ofNullable(lease);
    }

    /**
     * One attempt from this agent.
     *
     * @param effect what the store does when the request arrives
     * @param answer empty when none came in time
     */
    <R> void call(SimAgent agent, Supplier<R> effect, Consumer<Optional<R>> answer) {
        boolean[] settled = new boolean[1];
        Consumer<Optional<R>> once =
                result -> {
                    if (!settled[0]) {
                        settled[0] = true;
                        answer.accept(result);
                    }
                };
        agent.later(
                agent.node().clock().span(timers.attempt().toNanos()),
                () -> once.accept(Optional.empty()));
        agent.later(dice.skewedMillis(0.02, 3), () -> travel(agent, effect, once));
    }

    private <R> void travel(SimAgent agent, Supplier<R> effect, Consumer<Optional<R>> once) {
        switch (weather.fate(agent.node().name())) {
            case REQUEST_LOST -> {}
            case THROTTLED ->
                    agent.later(
                            weather.latency(agent.node().name()),
                            () -> once.accept(Optional.empty()));
            case ANSWER_LOST ->
                    world.after(weather.latency(agent.node().name()), () -> ignore(effect.get()));
            case LATE -> world.after(weather.lateness(), () -> ignore(effect.get()));
            case ARRIVES ->
                    world.after(
                            weather.latency(agent.node().name()) / 2,
                            () -> {
                                R result = effect.get();
                                String name = agent.node().name();
                                if (weather.reachable(name)) {
                                    agent.later(
                                            weather.latency(name) / 2,
                                            () -> once.accept(Optional.of(result)));
                                }
                            });
        }
    }

    /** It took effect, and nobody hears of it. */
    private static void ignore(Object result) {
        Objects.requireNonNull(result);
    }

    ClusterView view() {
        return new ClusterView(
                lease(),
                members,
                Optional.ofNullable(request),
                Optional.ofNullable(config),
                pause(),
                plans);
    }

    /** Written by whoever saw the newest one. */
    StoreWrite putConfig(ConfigDocument next, long over) {
        long version = config == null ? 0 : config.version();
        if (version != over && !next.equals(config)) {
            return new StoreWrite.Conflict("version %d stands there".formatted(version));
        }
        config = next;
        return new StoreWrite.Written();
    }

    Optional<ConfigDocument> config() {
        return Optional.ofNullable(config);
    }

    LeaseWrite write(LeaseView next, LeaseCondition condition) {
        LeaseView current = lease;
        if (holds(condition, next, current)) {
            lease = next;
            writtenAt = invariants.wallMillis(next.holder());
            invariants.leaseWritten(Optional.ofNullable(current), next);
            return new LeaseWrite.Won(next);
        }
        return next.equals(current)
                ? new LeaseWrite.Won(next)
                : new LeaseWrite.Refused(Optional.ofNullable(current));
    }

    private boolean holds(LeaseCondition condition, LeaseView next, @Nullable LeaseView current) {
        return switch (condition) {
            case LeaseCondition.Absent _ -> current == null;
            case LeaseCondition.Unmoved(var epoch, var beat) ->
                    current != null
                            && (bugs.contains(Bug.TAKE_WITHOUT_CONDITION)
                                    || (current.epoch() == epoch && current.beat() == beat));
            case LeaseCondition.Mine(var holder, var incarnation, var epoch) ->
                    current != null
                            && !current.released()
                            && current.holder().equals(holder)
                            && current.incarnation().equals(incarnation)
                            && current.epoch() == epoch
                            && current.beat() < next.beat();
        };
    }

    /** What one who compares the clocks of two machines would think. */
    long ageByWallClock(SimNode reader) {
        return reader.clock().wallMillis() - writtenAt;
    }

    void put(Member member) {
        Map<NodeName, Member> next = new HashMap<>(members);
        next.put(member.name(), member);
        members = Map.copyOf(next);
    }

    /** Somebody deletes single items, or all of them. */
    void removeMember(NodeName name) {
        Map<NodeName, Member> next = new HashMap<>(members);
        next.remove(name);
        members = Map.copyOf(next);
    }

    void deleteLease() {
        lease = null;
    }

    void wipe() {
        lease = null;
        request = null;
        plans = Plans.NONE;
        config = null;
        pause = null;
        members = Map.of();
        history.clear();
    }

    void add(HistoryEntry entry) {
        history.putIfAbsent(entry.begun().number(), entry);
    }

    List<HistoryEntry> history() {
        return List.copyOf(history.values());
    }

    /** False when another one is open. */
    boolean ask(OperatorRequest next) {
        if (request != null) {
            return false;
        }
        request = next;
        return true;
    }

    void answered(String id) {
        if (request != null && request.id().equals(id)) {
            request = null;
        }
    }

    /** False when there is one already. */
    boolean plan(Plan plan) {
        switch (plan) {
            case Plan.Switchover s -> {
                if (plans.switchover().isPresent()) {
                    return false;
                }
                plans = new Plans(Optional.of(s), plans.restarts());
            }
            case Plan.Restart r -> {
                if (plans.restarts().containsKey(r.member())) {
                    return false;
                }
                Map<NodeName, Plan.Restart> next = new HashMap<>(plans.restarts());
                next.put(r.member(), r);
                plans = new Plans(plans.switchover(), next);
            }
        }
        return true;
    }

    void removePlan(Plan plan) {
        Map<NodeName, Plan.Restart> next = new HashMap<>(plans.restarts());
        next.values().removeIf(r -> r.id().equals(plan.id()));
        plans = new Plans(plans.switchover().filter(s -> !s.id().equals(plan.id())), next);
    }

    Plans plans() {
        return plans;
    }

    Optional<Pause> pause() {
        return Optional.ofNullable(pause);
    }

    /** Null is a cluster that runs on. */
    void pause(@Nullable Pause next) {
        pause = next;
    }

    Optional<OperatorRequest> request() {
        return Optional.ofNullable(request);
    }
}
