package io.matriarch.api;

import io.matriarch.agent.Agent;
import io.matriarch.agent.Snapshot;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Plan;
import io.matriarch.lease.StoreWrite;
import io.matriarch.peers.FailsafeQuestion;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An agent whose state a test sets; it remembers what it was told. */
@Alternative
@Singleton
public final class FakeAgent implements Agent {
    private final AtomicReference<Snapshot> snapshot = new AtomicReference<>(Herd.leader());

    public volatile boolean takesWrites;
    public volatile boolean holdsLease;
    public volatile boolean alive;
    public volatile boolean confirms;
    public volatile PeerReport report = Herd.report("n1", true);
    public volatile Function<OperatorRequest, StoreWrite> onRequest =
            _ -> new StoreWrite.Unknown("the test expects no request");

    /** Empty is a resume. */
    public volatile Function<Optional<Pause>, StoreWrite> onPause =
            _ -> new StoreWrite.Unknown("the test expects no pause");

    public final List<FailsafeQuestion> questions = new ArrayList<>();
    public volatile Consumer<Order> onOrder = _ -> {};
    public volatile Function<Order, OrderOutcome> tried =
            _ -> OrderOutcome.failed("the test expects no trial");
    public volatile StoreWrite planned = new StoreWrite.Written();
    public volatile StoreWrite dropped = new StoreWrite.Written();
    public final List<Plan> plans = new ArrayList<>();
    public final List<Long> handovers = new ArrayList<>();

    public FakeAgent() {
        reset();
    }

    public void reset() {
        snapshot.set(Herd.leader());
        takesWrites = true;
        holdsLease = true;
        alive = true;
        confirms = true;
        report = Herd.report("n1", true);
        onRequest = _ -> new StoreWrite.Unknown("the test expects no request");
        onPause = _ -> new StoreWrite.Unknown("the test expects no pause");
        questions.clear();
        handovers.clear();
        plans.clear();
        onOrder = _ -> {};
        tried = _ -> OrderOutcome.failed("the test expects no trial");
        planned = new StoreWrite.Written();
        dropped = new StoreWrite.Written();
    }

    public void set(Snapshot next) {
        snapshot.set(next);
    }

    public void change(UnaryOperator<Snapshot> change) {
        snapshot.updateAndGet(change);
    }

    /** A standby of n1, as {@link Herd#standby} describes it. */
    public void follow(Snapshot next) {
        set(next);
        takesWrites = false;
        holdsLease = false;
    }

    @Override
    public Snapshot snapshot() {
        return snapshot.get();
    }

    @Override
    public boolean takesWrites() {
        return takesWrites;
    }

    @Override
    public boolean holdsLease() {
        return holdsLease;
    }

    @Override
    public PeerReport report() {
        return report;
    }

    @Override
    public boolean confirmFailsafe(FailsafeQuestion question) {
        questions.add(question);
        return confirms;
    }

    @Override
    public void handedOver(long epoch) {
        handovers.add(epoch);
    }

    @Override
    public StoreWrite request(OperatorRequest request) {
        return onRequest.apply(request);
    }

    @Override
    public void order(Order order) {
        onOrder.accept(order);
    }

    @Override
    public OrderOutcome trial(Order order) {
        return tried.apply(order);
    }

    @Override
    public StoreWrite plan(Plan plan) {
        plans.add(plan);
        return planned;
    }

    @Override
    public StoreWrite dropPlan(Optional<NodeName> member) {
        return dropped;
    }

    @Override
    public StoreWrite pause(Pause pause) {
        return onPause.apply(Optional.of(pause));
    }

    @Override
    public StoreWrite resume() {
        return onPause.apply(Optional.empty());
    }

    @Override
    public void wake() {}

    @Override
    public boolean isAlive() {
        return alive;
    }
}
