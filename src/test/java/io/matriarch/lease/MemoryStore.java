package io.matriarch.lease;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Plans;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Timeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A store in memory: every call is one step, and none fails. */
public final class MemoryStore implements ClusterStore {

    private final Supplier<Moment> now;
    private final Map<NodeName, Member> members = new HashMap<>();
    private final TreeMap<Timeline, HistoryEntry> history = new TreeMap<>();
    private Optional<LeaseView> lease = Optional.empty();
    private Optional<OperatorRequest> request = Optional.empty();
    private Optional<ConfigDocument> config = Optional.empty();
    private Optional<Pause> paused = Optional.empty();

    public MemoryStore(Supplier<Moment> now) {
        this.now = now;
    }

    private Plans plans = Plans.NONE;

    @Override
    public synchronized Reading<ClusterView> read() {
        Moment asked = now.get();
        return new Reading.Seen<>(
                new ClusterView(lease, members, request, config, paused, plans), asked);
    }

    @Override
    public synchronized LeaseWrite write(LeaseView next, LeaseCondition condition) {
        if (holds(condition, next)) {
            lease = Optional.of(next);
            return new LeaseWrite.Won(next);
        }
        return lease.filter(stored -> sameWrite(stored, next))
                .<LeaseWrite>map(LeaseWrite.Won::new)
                .orElseGet(() -> new LeaseWrite.Refused(lease));
    }

    @Override
    public synchronized StoreWrite putMember(Member member) {
        members.put(member.name(), member);
        return new StoreWrite.Written();
    }

    @Override
    public synchronized StoreWrite removeMember(NodeName name) {
        members.remove(name);
        return new StoreWrite.Written();
    }

    @Override
    public synchronized StoreWrite putRequest(OperatorRequest asked) {
        if (request.isPresent() && !request.get().id().equals(asked.id())) {
            return new StoreWrite.Conflict("another request is open: " + request.get());
        }
        request = Optional.of(asked);
        return new StoreWrite.Written();
    }

    @Override
    public synchronized StoreWrite removeRequest(String id) {
        request = request.filter(open -> !open.id().equals(id));
        return new StoreWrite.Written();
    }

    @Override
    public synchronized StoreWrite putPlan(Plan plan) {
        Optional<Plan> there =
                switch (plan) {
                    case Plan.Switchover _ -> plans.switchover().map(p -> p);
                    case Plan.Restart(var member, _, _) ->
                            Optional.ofNullable(plans.restarts().get(member));
                };
        if (there.filter(p -> !p.id().equals(plan.id())).isPresent()) {
            return new StoreWrite.Conflict("already scheduled: " + there.get());
        }
        Map<NodeName, Plan.Restart> restarts = new HashMap<>(plans.restarts());
        plans =
                switch (plan) {
                    case Plan.Switchover s -> new Plans(Optional.of(s), restarts);
                    case Plan.Restart r -> {
                        restarts.put(r.member(), r);
                        yield new Plans(plans.switchover(), restarts);
                    }
                };
        return new StoreWrite.Written();
    }

    @Override
    public synchronized StoreWrite putConfig(ConfigDocument next, long over) {
        long version = config.map(ConfigDocument::version).orElse(0L);
        if (version != over && !config.equals(Optional.of(next))) {
            return new StoreWrite.Conflict("version %d stands there".formatted(version));
        }
        config = Optional.of(next);
        return new StoreWrite.Written();
    }

    @Override
    public synchronized StoreWrite removePlan(Plan plan) {
        Map<NodeName, Plan.Restart> restarts = new HashMap<>(plans.restarts());
        restarts.values().removeIf(r -> r.id().equals(plan.id()));
        plans = new Plans(plans.switchover().filter(s -> !s.id().equals(plan.id())), restarts);
        return new StoreWrite.Written();
    }

    @Override
    public synchronized StoreWrite putPause(Pause pause) {
        if (paused.filter(p -> !p.equals(pause)).isPresent()) {
            return new StoreWrite.Conflict("the cluster is already " + paused.get().words());
        }
        paused = Optional.of(pause);
        return new StoreWrite.Written();
    }

    @Override
    public synchronized StoreWrite dropPlan(Optional<NodeName> member) {
        Optional<Plan> there =
                member.isPresent()
                        ? Optional.ofNullable(plans.restarts().get(member.get()))
                        : plans.switchover().map(p -> p);
        return there.map(this::removePlan)
                .orElseGet(() -> new StoreWrite.Conflict("nothing is scheduled"));
    }

    @Override
    public synchronized StoreWrite removePause() {
        if (paused.isEmpty()) {
            return new StoreWrite.Conflict("the cluster is not paused");
        }
        paused = Optional.empty();
        return new StoreWrite.Written();
    }

    @Override
    public synchronized Reading<List<HistoryEntry>> history() {
        return new Reading.Seen<>(List.copyOf(history.values()), now.get());
    }

    @Override
    public synchronized StoreWrite addHistory(HistoryEntry entry) {
        history.putIfAbsent(entry.begun(), entry);
        return new StoreWrite.Written();
    }

    private boolean holds(LeaseCondition condition, LeaseView next) {
        return switch (condition) {
            case LeaseCondition.Absent() -> lease.isEmpty();
            case LeaseCondition.Unmoved(long epoch, long beat) ->
                    lease.filter(l -> l.epoch() == epoch && l.beat() == beat).isPresent();
            case LeaseCondition.Mine(var holder, var incarnation, long epoch) ->
                    lease.filter(
                                    l ->
                                            l.holder().equals(holder)
                                                    && l.incarnation().equals(incarnation)
                                                    && l.epoch() == epoch
                                                    && l.beat() < next.beat()
                                                    && !l.released())
                            .isPresent();
        };
    }

    private static boolean sameWrite(LeaseView stored, LeaseView next) {
        return stored.holder().equals(next.holder())
                && stored.incarnation().equals(next.incarnation())
                && stored.epoch() == next.epoch()
                && stored.beat() == next.beat();
    }
}
