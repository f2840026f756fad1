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

    @Override
    public synchronized Reading<ClusterView> read() {
        Moment asked = now.get();
        return new Reading.Seen<>(new ClusterView(lease, members, request, config, paused), asked);
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
    public synchronized StoreWrite putConfig(ConfigDocument next, long over) {
        long version = config.map(ConfigDocument::version).orElse(0L);
        if (version != over && !config.equals(Optional.of(next))) {
            return new StoreWrite.Conflict("version %d stands there".formatted(version));
        }
        config = Optional.of(next);
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
