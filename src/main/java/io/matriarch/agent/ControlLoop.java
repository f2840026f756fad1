package io.matriarch.agent;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Myself;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Notice;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.PeerNews;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.Tenure;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import io.matriarch.decision.Action;
import io.matriarch.decision.Decider;
import io.matriarch.decision.Decision;
import io.matriarch.decision.Departing;
import io.matriarch.decision.Eligibility;
import io.matriarch.decision.Memory;
import io.matriarch.decision.Observation;
import io.matriarch.decision.OrderTrial;
import io.matriarch.decision.Ordering;
import io.matriarch.decision.Orders;
import io.matriarch.decision.Replacing;
import io.matriarch.decision.Turns;
import io.matriarch.history.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gather, decide, apply. One thread calls {@link #step}; it never blocks, owns no thread and reads
 * no clock, so that the simulator runs this very class.
 */
public final class ControlLoop {

    static final Sentence STARTING = Sentence.of("starting");

    private Myself me;
    private final NodeSettings own;
    private final Optional<SharedSettings> shared;
    private final TenureGuard guard;
    private final Effects effects;
    private final Ledger ledger;
    private final Known known;
    private final Absorber absorber;
    private final RouteDuty routes;
    private final RoleDuty role;
    private final GoneDuty gone;
    private final SlotDuty slots;
    private final RemoteDuty remote;
    private final ConfigDuty config;
    private final Optional<ServerDuty> server;
    private final Routine routine;
    private final ActionRunner runner;
    private final ClockJumps jumps = new ClockJumps();
    private final List<Asked> waiting = new ArrayList<>();
    private Replication.Mode asked;
    private Memory memory = Memory.EMPTY;
    private Sentence because = STARTING;
    private boolean mayExit;

    /** For a cluster that has no document, and never will. */
    public ControlLoop(
            Myself me,
            NodeSettings settings,
            MemberCard card,
            TenureGuard guard,
            Effects effects,
            Ledger ledger) {
        this(me, settings, card, guard, effects, ledger, Optional.empty());
    }

    /**
     * @param own what belongs to this node; what {@code shared} says takes the place of the rest
     */
    public ControlLoop(
            Myself me,
            NodeSettings own,
            MemberCard card,
            TenureGuard guard,
            Effects effects,
            Ledger ledger,
            Optional<SharedSettings> shared) {
        this.me = me;
        this.own = own;
        this.asked = own.replication().mode();
        this.shared = shared;
        this.known = new Known(own);
        this.guard = guard;
        this.effects = effects;
        this.ledger = ledger;
        this.routes = new RouteDuty(effects, ledger);
        this.role = new RoleDuty(effects, ledger);
        this.gone = new GoneDuty(effects, ledger);
        this.slots = new SlotDuty(known, effects, ledger);
        this.remote = new RemoteDuty(known, effects);
        this.config = new ConfigDuty(known, effects);
        this.server = shared.map(s -> new ServerDuty(known, effects, ledger, s.settings()));
        this.absorber = new Absorber(me, known, guard, effects, ledger, routes);
        this.routine = new Routine(known, effects, card);
        this.runner = new ActionRunner(me, known, guard, effects, ledger);
    }

    /**
     * Takes in one event, decides, and starts what follows.
     *
     * @param now this node's monotonic clock
     * @param wallMillis its wall clock, for display
     * @return when the loop wants to be called again if nothing happens before
     */
    public Moment step(Event event, Moment now, long wallMillis) {
        known.wallMillis = wallMillis;
        if (jumps.seen(now, wallMillis)) {
            guard.doubt(now);
            memory = absorber.doubt(memory);
        }
        memory = absorber.absorb(event, memory, now, wallMillis);
        if (event instanceof Event.ReportAsked(var answer)) {
            waiting.add(new Asked(answer, now));
        }
        if (event instanceof Event.Tagged(var tags)) {
            me = me.tagged(tags);
            routine.tagged(tags);
        }
        shared.ifPresent(this::follow);
        Observation seen = observe(now);
        Decision decision = Decider.decide(seen, memory, known.settings);
        memory = decision.next();
        mayExit = decision.mayExit();
        say(withTrouble(decision.because()), wallMillis);
        for (Action action : decision.actions()) {
            runner.run(action, memory, now);
        }
        answerReports(event, now);
        Observation after = observe(now);
        if (event instanceof Event.TrialAsked(var order, var answer)) {
            answer.accept(
                    known.orders
                            .busy(memory)
                            .orElseGet(() -> OrderTrial.of(after, memory, known.settings, order)));
        }
        known.leaving = Departing.heeded(known.notice, now).map(Notice::said).orElse("");
        known.broken = Replacing.announced(after, memory, known.settings);
        known.routes = routes.view();
        Moment next = routine.schedule(guard.tenure(), memory, waiting.isEmpty(), because, now);
        machines(event, now);
        document(event, now);
        slots.schedule(after, known.settings, now);
        remote.schedule(known.settings, shared.flatMap(SharedSettings::fed), now);
        if (!guard.validAt(now)) {
            gone.rest();
            routes.rest();
            return next;
        }
        gone.schedule(after, now);
        return routes.schedule(after, now).map(next::min).orElse(next);
    }

    /** The newest document that can be used holds from this round on. */
    private void follow(SharedSettings document) {
        if (known.store instanceof Reading.Seen<ClusterView>(var view, _)) {
            document.seen(view.config());
        }
        NodeSettings next =
                document.over(
                        own, Optional.ofNullable(known.lastStore).flatMap(ClusterView::lease));
        asked = next.replication().mode();
        known.wanted = next.timers();
        // Until a renewal is confirmed under the new timers, the shorter of each is kept.
        LeaseTimers pace =
                guard.tenure() instanceof Tenure.Held
                        ? known.wanted.least(guard.timers())
                        : known.wanted;
        guard.pace(pace);
        NodeSettings shorter = next.with(pace);
        known.settings =
                server.map(s -> shorter.with(s.effective(next.replication()))).orElse(shorter);
    }

    private void document(Event event, Moment now) {
        if (event instanceof Event.ConfigPut) {
            config.ended();
        }
        if (event instanceof Event.Configured configured) {
            server.ifPresent(s -> s.ended(configured));
        }
        if (known.settings.standbyOf().isEmpty() && known.somebodyWrites(now)) {
            shared.ifPresent(SharedSettings::led);
        }
        shared.ifPresent(s -> config.schedule(s, guard.tenure(), now));
        // Nobody knows what holds here before the store was read.
        if (known.lastStore != null) {
            server.ifPresent(
                    s -> s.schedule(shared.orElseThrow().settings(), asked, guard.tenure(), now));
        }
    }

    /** Beside everything else: nothing here waits for what a machine's owner says of it. */
    private void machines(Event event, Moment now) {
        if (event instanceof Event.RoleShown(var trouble)) {
            role.ended(trouble);
        }
        if (event instanceof Event.MachinesSought(var found)) {
            gone.ended(found, observe(now), now);
        }
        if (event instanceof Event.SlotsTended(var view)) {
            slots.ended(view);
        }
        if (event instanceof Event.RemoteAsked(var view)) {
            remote.ended(view);
        }
        role.schedule(routine.card(), now);
    }

    /** A disk that fills up is said before it is full, whatever else is going on. */
    private String withTrouble(String sentence) {
        if (sentence.isEmpty()) {
            return sentence;
        }
        var all = new StringBuilder(sentence);
        if (known.group.reported()) {
            all.append("; the group was told to replace this machine");
        }
        known.archive
                .flatMap(ArchiveHealth.View::trouble)
                .ifPresent(t -> all.append("; ").append(t));
        if (!known.slots.trouble().isEmpty()) {
            all.append("; ").append(known.slots.trouble());
        }
        known.backupTrouble.ifPresent(t -> all.append("; ").append(t));
        shared.flatMap(SharedSettings::trouble).ifPresent(t -> all.append("; ").append(t));
        server.flatMap(ServerDuty::trouble).ifPresent(t -> all.append("; ").append(t));
        return all.toString();
    }

    private void say(String text, long wallMillis) {
        if (text.isEmpty() || text.equals(because.text())) {
            return;
        }
        Sentence before = because;
        because = Sentence.of(text);
        if (because.isNewsAfter(before)) {
            ledger.decided(text, wallMillis);
        }
    }

    private void answerReports(Event event, Moment now) {
        if (event instanceof Event.Looked && !waiting.isEmpty()) {
            PeerReport report = report(now);
            waiting.forEach(asked -> asked.answer().accept(report.sure(sure(asked.at()))));
            waiting.clear();
        }
    }

    /** Another member's question, and when it came. */
    private record Asked(Consumer<PeerReport> answer, Moment at) {}

    /** The look began after the question came, and found a standby that has read all its log. */
    private boolean sure(Moment asked) {
        return known.postgres instanceof Reading.Seen<PostgresView>(var view, var at)
                && at.reached(asked)
                && view instanceof PostgresView.Standby standby
                && standby.whole();
    }

    /** What this node tells another one's race. */
    public PeerReport report(Moment now) {
        Observation seen = observe(now);
        Optional<PostgresView> server = known.postgres.seen();
        Optional<Notice> departing = Departing.heeded(known.notice, now);
        return new PeerReport(
                known.settings.self(),
                server.filter(PostgresView.Primary.class::isInstance).isPresent(),
                guard.validAt(now),
                epoch(),
                Eligibility.obstacle(seen, memory, known.settings).isEmpty(),
                server.map(PostgresView::timeline).orElse(Timeline.NONE),
                server.map(PostgresView::position).orElse(Lsn.ZERO),
                server.filter(s -> s instanceof PostgresView.Standby sb && sb.streaming())
                        .isPresent(),
                server.filter(s -> s instanceof PostgresView.Primary p && p.checkpointed())
                        .isPresent(),
                me.tags().priority(),
                known.stopping
                        || departing.filter(Notice::certain).isPresent()
                        || Ordering.leavesSet(memory),
                departing.isPresent(),
                new PeerNews(
                        known.pause().map(Pause::since).orElse(""),
                        server.flatMap(
                                        s ->
                                                s instanceof PostgresView.Standby sb
                                                        ? sb.upstream()
                                                        : Optional.empty())
                                .map(Upstream::name),
                        false,
                        Eligibility.bidding(seen, memory, known.settings),
                        Turns.wishes(memory),
                        Turns.turn(memory)));
    }

    private long epoch() {
        return guard.tenure() instanceof Tenure.Held held
                ? held.lease().epoch()
                : known.store.seen().flatMap(v -> v.lease()).map(l -> l.epoch()).orElse(0L);
    }

    private Observation observe(Moment now) {
        return new Observation(
                now,
                me,
                known.store,
                known.told(guard.tenure()),
                known.postgres,
                known.peers,
                known.attempted,
                known.told,
                Optional.ofNullable(known.lastWrite),
                known.writing,
                known.askingFailsafe,
                Optional.ofNullable(known.failsafeAsked),
                Optional.ofNullable(known.peersAsked),
                known.askingPeers,
                Optional.ofNullable(known.job),
                known.armed,
                known.unarmed,
                known.recording,
                known.outranked,
                known.stopping,
                known.fencing,
                known.fences,
                known.notice,
                known.group,
                known.pause(),
                new Orders(known.orders.given(), Instant.ofEpochMilli(known.wallMillis)),
                known.slots,
                known.remote,
                known.timing(),
                shared.filter(SharedSettings::unsure).isPresent());
    }

    /** The agent was told to stop, and PostgreSQL is down. */
    public boolean mayExit() {
        return mayExit;
    }

    public String because() {
        return because.text();
    }

    /**
     * The newest look at PostgreSQL that found it taking writes; empty when none counts any more.
     */
    public Optional<Moment> primarySeen() {
        return Optional.ofNullable(known.primarySeen);
    }

    /** What the API shows. */
    public Snapshot snapshot(String cluster, Moment now) {
        return Snapshots.of(
                        cluster,
                        known.settings,
                        known,
                        guard.tenure(),
                        routine.card(),
                        because.text(),
                        now)
                .with(known.orders.board(memory));
    }
}
