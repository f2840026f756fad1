package io.matriarch.agent;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Tags;
import io.matriarch.cluster.Tenure;
import io.matriarch.cluster.Timeline;
import io.matriarch.host.Clock;
import io.matriarch.lease.ClusterStore;
import io.matriarch.lease.StoreWrite;
import io.matriarch.peers.FailsafeQuestion;
import io.matriarch.postgres.Postgres;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The running agent: gives the loop and the guard a thread each, and answers for them. */
public final class AgentRuntime implements Agent {

    private static final Duration ANSWER = Duration.ofMillis(250);

    /** The switch fires 0.3 s after the tenure's end; a fast shutdown has this long before. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private static final Duration PRIMARY_COUNTS = Duration.ofSeconds(5);

    private final String cluster;
    private final ControlLoop loop;
    private final TenureGuard guard;
    private final Inbox inbox;
    private final ClusterStore store;
    private final Postgres postgres;
    private final Clock clock;
    private final HistoryWatch history = new HistoryWatch();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Snapshot snapshot;
    private volatile PeerReport report;
    private volatile Optional<Moment> primarySeen = Optional.empty();
    private volatile Moment lastRound;
    private volatile boolean stepped;

    public AgentRuntime(
            String cluster,
            ControlLoop loop,
            TenureGuard guard,
            Inbox inbox,
            ClusterStore store,
            Postgres postgres,
            Clock clock) {
        this.cluster = cluster;
        this.loop = loop;
        this.guard = guard;
        this.inbox = inbox;
        this.store = store;
        this.postgres = postgres;
        this.clock = clock;
        Moment now = clock.now();
        this.lastRound = now;
        this.snapshot = loop.snapshot(cluster, now);
        this.report = loop.report(now);
    }

    /** Starts both threads, at the highest priority that the system grants. */
    public void start() {
        postgres.onExit(() -> inbox.put(new Event.Exited()));
        Thread.ofPlatform()
                .name("matriarch-guard")
                .daemon()
                .priority(Thread.MAX_PRIORITY)
                .start(this::guard);
        Thread.ofPlatform()
                .name("matriarch-loop")
                .daemon()
                .priority(Thread.MAX_PRIORITY)
                .start(this::loop);
    }

    private void loop() {
        Event event = new Event.Tick();
        try {
            while (!loop.mayExit()) {
                Moment now = clock.now();
                Moment next = loop.step(event, now, clock.wallMillis());
                snapshot = loop.snapshot(cluster, now);
                report = loop.report(now);
                primarySeen = loop.primarySeen();
                lastRound = now;
                stepped = true;
                readHistory(snapshot, now);
                event = inbox.take(next.since(clock.now()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Without a loop nothing renews: the guard and the switch end PostgreSQL in time.
            System.getLogger("matriarch").log(System.Logger.Level.ERROR, "the loop has failed", e);
        } finally {
            ended.countDown();
        }
    }

    /** Never in the loop itself, which must renew while the store is slow. */
    private void readHistory(Snapshot seen, Moment now) {
        Timeline leads =
                seen.store().flatMap(v -> v.lease()).map(LeaseView::timeline).orElse(Timeline.NONE);
        if (history.isDue(leads, seen.history(), now)) {
            var _ =
                    Thread.ofPlatform()
                            .name("matriarch-history")
                            .daemon()
                            .start(() -> inbox.put(new Event.HistoryRead(store.history())));
        }
    }

    private void guard() {
        try {
            while (true) {
                Moment now = clock.now();
                if (guard.runsOut(now)) {
                    System.getLogger("matriarch")
                            .log(
                                    System.Logger.Level.WARNING,
                                    "the lease was not renewed in time: stopping PostgreSQL at once");
                    boolean _ = postgres.end(GRACE);
                    inbox.put(new Event.Exited());
                }
                guard.await(untilEnd(now));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration untilEnd(Moment now) {
        Duration far = Duration.ofMinutes(1);
        return guard.tenure() instanceof Tenure.Held held && held.until().since(now).isPositive()
                ? held.until().since(now).plusMillis(1)
                : far;
    }

    /**
     * Asks for an orderly end and waits for it.
     *
     * @return false when it did not come within {@code limit}
     */
    public boolean stop(Duration limit) throws InterruptedException {
        inbox.put(new Event.StopAsked());
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The loop has taken its first step. */
    public boolean hasStepped() {
        return stepped;
    }

    /** Waits until the loop has ended, for whatever reason. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    @Override
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public boolean holdsLease() {
        return guard.validAt(clock.now());
    }

    @Override
    public boolean takesWrites() {
        Moment now = clock.now();
        return guard.validAt(now)
                && primarySeen
                        .filter(at -> now.since(at).compareTo(PRIMARY_COUNTS) < 0)
                        .isPresent();
    }

    @Override
    public PeerReport report() {
        CompletableFuture<PeerReport> answer = new CompletableFuture<>();
        return inbox.offer(new Event.ReportAsked(answer::complete))
                ? within(answer).orElseGet(report::fromMemory)
                : report.fromMemory();
    }

    @Override
    public boolean confirmFailsafe(FailsafeQuestion question) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        return inbox.offer(new Event.FailsafeAsked(question, answer::complete))
                && within(answer).orElse(false);
    }

    @Override
    public void handedOver(long epoch) {
        boolean _ = inbox.offer(new Event.HandedOver(epoch));
    }

    @Override
    public StoreWrite request(OperatorRequest request) {
        StoreWrite result = store.putRequest(request);
        wake();
        return result;
    }

    @Override
    public void order(Order order) {
        boolean _ = inbox.offer(new Event.OrderGiven(order));
    }

    @Override
    public OrderOutcome trial(Order order) {
        CompletableFuture<OrderOutcome> answer = new CompletableFuture<>();
        boolean asked = inbox.offer(new Event.TrialAsked(order, answer::complete));
        return (asked ? within(answer) : Optional.<OrderOutcome>empty())
                .orElseGet(() -> OrderOutcome.failed("this agent's loop does not answer now"));
    }

    @Override
    public StoreWrite plan(Plan plan) {
        StoreWrite result = store.putPlan(plan);
        wake();
        return result;
    }

    @Override
    public StoreWrite pause(Pause pause) {
        StoreWrite result = store.putPause(pause);
        wake();
        return result;
    }

    @Override
    public StoreWrite dropPlan(Optional<NodeName> member) {
        StoreWrite result = store.dropPlan(member);
        wake();
        return result;
    }

    @Override
    public StoreWrite resume() {
        StoreWrite result = store.removePause();
        wake();
        return result;
    }

    /** The tags of this node were read anew, and hold from the next round on. */
    public void tagged(Tags tags) {
        inbox.put(new Event.Tagged(tags));
    }

    @Override
    public void wake() {
        boolean _ = inbox.offer(new Event.Woken());
    }

    @Override
    public boolean isAlive() {
        return clock.now().since(lastRound).compareTo(guard.pace().ttl()) < 0;
    }

    private static <T> Optional<T> within(CompletableFuture<T> answer) {
        try {
            return Optional.ofNullable(answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
