package io.matriarch.simulation;

import io.matriarch.agent.ControlLoop;
import io.matriarch.agent.Event;
import io.matriarch.agent.MemberCard;
import io.matriarch.agent.SharedSettings;
import io.matriarch.agent.Snapshot;
import io.matriarch.agent.TenureGuard;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Myself;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.Tenure;
import io.matriarch.history.Ledger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/** One run of the agent: the real loop and guard, called as their threads would call them. */
final class SimAgent implements Ledger {

    private static final long SPINNING = 4_000;
    private static final long SHORTEST_WAIT = 20_000;

    private final Herd herd;
    private final SimNode node;
    private final Myself me;
    private final Dice dice;
    private final TenureGuard guard;
    private final ControlLoop loop;
    private final Replication replication;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean dead;
    private boolean stopped;
    private boolean leaving;
    private int alarm;
    private long alarmAt = Long.MAX_VALUE;
    private long tickDue;
    private int watch;
    private Moment watched = new Moment(Long.MIN_VALUE);
    private long second;
    private long steps;
    private long pauseEnds;
    private long attentiveSince;
    private long document;
    private boolean sawData;
    private final Optional<SharedSettings> shared;
    private final PauseRules pauseRules = new PauseRules(this);

    SimAgent(Herd herd, SimNode node, String incarnation, Set<String> earlier) {
        this.herd = herd;
        this.node = node;
        this.dice = herd.agentDice();
        this.guard = new TenureGuard(herd.timers());
        this.me =
                new Myself(
                        node.nodeName(), incarnation, earlier, herd.tags().read(node.nodeName()));
        MemberCard card =
                new MemberCard(
                        node.nodeName(),
                        node.name(),
                        5432,
                        "http://" + node.name(),
                        "sim",
                        herd.machines().instance(node),
                        "",
                        herd.tags().read(node.nodeName()));
        SimEffects effects = new SimEffects(herd, this);
        NodeSettings settings = herd.settings(node.nodeName());
        this.replication = settings.replication();
        this.shared = herd.config().shared(node);
        this.loop = new ControlLoop(me, settings, card, guard, effects, this, shared);
    }

    /** By the document, or as it was when this run began. */
    Replication replication() {
        return herd.config().kept() ? herd.config().replication() : replication;
    }

    SimNode node() {
        return node;
    }

    TenureGuard guard() {
        return guard;
    }

    /** Whose archive its server takes the log from; outlives this run. */
    Optional<StandbyOf> fed() {
        return shared.flatMap(SharedSettings::fed);
    }

    /** On its disk, for its next run. */
    void remember() {
        node.fed(fed());
    }

    Snapshot snapshot() {
        return loop.snapshot("sim", node.clock().now());
    }

    String because() {
        return loop.because();
    }

    void begin() {
        attentiveSince = herd.world().now();
        boolean armed = node.deadMansSwitch().armed();
        later(dice.millis(1, 30), () -> step(new Event.SwitchSeen(armed)));
        herd.provider().attend(this);
    }

    void die() {
        dead = true;
        waiting.clear();
    }

    boolean alive() {
        return !dead;
    }

    /** Stopped by SIGSTOP, or its whole machine is. */
    boolean frozen() {
        return stopped || node.paused();
    }

    /** What one of the agent's threads does after {@code delay}, or when it runs again. */
    void later(long delay, Runnable what) {
        herd.world()
                .after(
                        delay,
                        () -> {
                            if (dead) {
                                return;
                            }
                            if (frozen()) {
                                waiting.add(what);
                            } else {
                                what.run();
                            }
                        });
    }

    /** How long it has run without a pause. */
    long attentive() {
        // Its machine may have woken in this very instant, and its own threads not yet.
        long since = Math.max(attentiveSince, node.resumedAt());
        return frozen() ? 0 : herd.world().now() - since;
    }

    /** This run has read a lease that names the cluster's data. */
    boolean sawData() {
        return sawData;
    }

    void pause(long until) {
        node.deadMansSwitch().goOn();
        node.leftDown(false);
        pauseEnds = Math.max(pauseEnds, until);
        if (!stopped) {
            stopped = true;
            wake();
        }
    }

    private void wake() {
        herd.world()
                .after(
                        pauseEnds - herd.world().now(),
                        () -> {
                            if (herd.world().now() < pauseEnds) {
                                wake();
                            } else {
                                stopped = false;
                                thaw();
                            }
                        });
    }

    void thaw() {
        attentiveSince = herd.world().now();
        while (!dead && !frozen() && !waiting.isEmpty()) {
            waiting.removeFirst().run();
        }
    }

    void leave() {
        leaving = true;
        step(new Event.StopAsked());
    }

    PeerReport report() {
        return loop.report(node.clock().now());
    }

    void step(Event event) {
        if (dead) {
            return;
        }
        countSteps();
        if (herd.story().detailed()) {
            herd.story().detail(node.name(), EventWords.of(event));
        }
        if (event instanceof Event.Looked(var view, _)) {
            pauseRules.looked(view);
        }
        Moment next = loop.step(event, node.clock().now(), wallMillis());
        if (loop.mayExit() && leaving) {
            node.tell("the agent ends");
            node.killAgent();
            return;
        }
        tickDue = herd.world().now() + Math.max(node.clock().until(next), SHORTEST_WAIT);
        if (tickDue < alarmAt) {
            setAlarm();
        }
        watchTenure();
        herd.conduct().believes(node, this, guard);
    }

    /** An answer of the store arrives. */
    void learn(Reading<ClusterView> answer) {
        pauseRules.learn(answer);
        answer.seen().flatMap(ClusterView::config).ifPresent(c -> document = c.version());
        sawData |=
                answer.seen()
                        .flatMap(ClusterView::lease)
                        .filter(l -> l.systemId().isKnown())
                        .isPresent();
    }

    /** The version of the cluster's document that this run has read. */
    long document() {
        return document;
    }

    PauseRules pauseRules() {
        return pauseRules;
    }

    /** It knows of a pause, and saw its server up. */
    boolean watchesAPause() {
        boolean sure =
                !node.postgres().primary()
                        || guard.validAt(node.clock().now().plus(Duration.ofSeconds(1)));
        return pauseRules.watches() && attentive() > 3 * World.SECOND && sure;
    }

    private long wallMillis() {
        return herd.bugs().contains(Bug.JUMP_IGNORED)
                ? node.clock().now().nanos() / World.MILLI
                : node.clock().wallMillis();
    }

    /** Few alarms ring in vain: one that is early is set again instead of each being set anew. */
    private void setAlarm() {
        alarmAt = tickDue;
        int current = ++alarm;
        later(tickDue - herd.world().now(), () -> rings(current));
    }

    private void rings(int which) {
        if (which != alarm) {
            return;
        }
        if (herd.world().now() < tickDue) {
            setAlarm();
        } else {
            alarmAt = Long.MAX_VALUE;
            step(new Event.Tick());
        }
    }

    private void countSteps() {
        long now = herd.world().now() / World.SECOND;
        steps = now == second ? steps + 1 : 0;
        second = now;
        if (steps > SPINNING) {
            throw new Violation(
                    "the loop comes to rest",
                    node.name() + " took " + steps + " steps within a second: " + because());
        }
    }

    /** The guard's own thread. */
    private void watchTenure() {
        if (herd.bugs().contains(Bug.GUARD_IN_THE_LOOP_ONLY)
                || !(guard.tenure() instanceof Tenure.Held held)
                || held.until().equals(watched)) {
            return;
        }
        watched = held.until();
        int current = ++watch;
        later(
                Math.max(0, node.clock().until(held.until())) + dice.millis(0, 5),
                () -> {
                    if (current == watch && guard.runsOut(node.clock().now())) {
                        node.tell("the guard: the lease was not renewed in time, PostgreSQL stops");
                        node.postgres().kill(dice.millis(3, 400));
                    }
                });
    }

    @Override
    public void decided(String because, long wallMillis) {
        node.tell(because);
        herd.invariants().decided(node, because);
    }

    @Override
    public void jobEnded(PostgresJob job, JobOutcome outcome, long wallMillis) {
        node.tell(words(job, outcome));
        herd.invariants().told(node, outcome);
    }

    private static String words(PostgresJob job, JobOutcome outcome) {
        return switch (outcome) {
            case JobOutcome.Done(var detail) ->
                    "done: " + job.words() + (detail.isEmpty() ? "" : ": " + detail);
            case JobOutcome.Failed(var why) -> "failed: " + job.words() + ": " + why;
            case JobOutcome.Rewound(var dropped, var timeline) ->
                    "done: %s: rewound, %d bytes of timeline %s were dropped"
                            .formatted(job.words(), dropped, timeline);
        };
    }

    @Override
    public void killed(boolean gone, long wallMillis) {
        node.tell("PostgreSQL is down: killed");
    }

    @Override
    public void answered(OperatorRequest request, String outcome) {
        node.tell("request " + request.id() + ": " + outcome);
        herd.conduct().answered(me.incarnation(), request, outcome);
    }

    @Override
    public void answered(Order order, OrderOutcome outcome) {
        node.tell("%s %s: %s".formatted(order.words(), order.id(), outcome.words()));
        herd.orders().answered(this, order, outcome);
    }

    String incarnation() {
        return me.incarnation();
    }

    /** An operator has asked for this data to be built anew. */
    boolean rebuilds() {
        return does(Order.Reinitialize.class);
    }

    /** A restart is being done. */
    boolean restarts() {
        return does(Order.Restart.class);
    }

    private boolean does(Class<? extends Order> kind) {
        return snapshot().orders().current().filter(kind::isInstance).isPresent();
    }

    /** The answer to an order that was refused at once. */
    Optional<OrderOutcome> ordered(Order order) {
        return snapshot().orders().ended().entrySet().stream()
                .filter(e -> e.getKey().equals(order.id()) && !herd.orders().has(order.id()))
                .map(java.util.Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public void routed(String line) {
        herd.story().detail(node.name(), line);
    }

    @Override
    public void machine(String line) {
        node.tell(line);
    }

    @Override
    public void warn(String line) {
        node.tell("warning: " + line);
    }
}
