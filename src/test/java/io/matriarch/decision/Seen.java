package io.matriarch.decision;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.Follower;
import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Myself;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Notice;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.SlotView;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Tags;
import io.matriarch.cluster.Tenure;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds what n1 sees, a hundred seconds after its clock's origin; n2 and n3 are the others. */
final class Seen {

    static final NodeName N1 = new NodeName("n1");
    static final NodeName N2 = new NodeName("n2");
    static final NodeName N3 = new NodeName("n3");
    static final SystemId ID = new SystemId("7001");
    static final Moment NOW = new Moment(100_000_000_000L);
    static final LeaseTimers TIMERS = new LeaseTimers(Duration.ofSeconds(6), Duration.ofSeconds(1));
    static final NodeSettings SETTINGS = NodeSettings.of(N1, TIMERS);

    private @Nullable LeaseView lease;
    private boolean blind;
    private @Nullable PostgresView server;
    private Tenure tenure = new Tenure.None();
    private final Map<NodeName, Reading<PeerReport>> peers = new TreeMap<>();
    private @Nullable OperatorRequest request;
    private @Nullable RunningJob job;
    private boolean armed;
    private int unarmed;
    private boolean recording;
    private long outranked;
    private boolean writing;
    private boolean stopping;
    private @Nullable Notice notice;
    private @Nullable Pause pause;
    private final Map<NodeName, Tags> tags = new TreeMap<>();
    private GroupView group = GroupView.UNKNOWN;
    private SlotView slots = SlotView.NONE;
    private RemoteView remote = RemoteView.UNKNOWN;
    private @Nullable Moment lastWrite = NOW;
    private Set<SyncSet> told = Set.of();
    private boolean fencing;
    private boolean unsure;
    private final Map<NodeName, Fence> fences = new TreeMap<>();
    private @Nullable Order given;
    private final Map<NodeName, String> instances = new TreeMap<>();

    static Seen nothing() {
        return new Seen();
    }

    static LeaseView lease(NodeName holder, String incarnation, long epoch) {
        return new LeaseView(
                holder,
                incarnation,
                epoch,
                10,
                TIMERS.ttl(),
                false,
                Optional.empty(),
                SyncSet.NONE,
                new Lsn(5_000),
                new Timeline(2),
                ID,
                Set.of(N1, N2, N3));
    }

    static LeaseView released(LeaseView l) {
        return new LeaseView(
                l.holder(),
                l.incarnation(),
                l.epoch(),
                l.beat(),
                l.ttl(),
                true,
                l.heir(),
                l.sync(),
                l.lsn(),
                l.timeline(),
                l.systemId(),
                l.failsafe());
    }

    Seen lease(LeaseView next) {
        lease = next;
        return this;
    }

    Seen blind() {
        blind = true;
        return this;
    }

    /** n1 holds this lease, confirmed {@code ago}. */
    Seen holding(LeaseView held, Duration ago) {
        lease = held;
        Moment confirmed = NOW.minus(ago);
        tenure = new Tenure.Held(held, confirmed, confirmed.plus(TIMERS.tenure()), false);
        armed = true;
        lastWrite = confirmed;
        return this;
    }

    Seen primary(int timeline, boolean checkpointed) {
        server =
                new PostgresView.Primary(
                        ID,
                        new Timeline(timeline),
                        new Lsn(6_000),
                        checkpointed,
                        false,
                        List.of(),
                        150000,
                        "",
                        SyncWait.NONE);
        return this;
    }

    /** It takes writes at 6000 on timeline 2; each follower streams, and has flushed that much. */
    Seen primary(SyncWait commits, Map<NodeName, Long> followers) {
        server =
                new PostgresView.Primary(
                        ID,
                        new Timeline(2),
                        new Lsn(6_000),
                        true,
                        false,
                        followers.entrySet().stream()
                                .map(
                                        f ->
                                                new Follower(
                                                        f.getKey().value(),
                                                        "",
                                                        "streaming",
                                                        "async",
                                                        new Lsn(f.getValue())))
                                .toList(),
                        150000,
                        "",
                        commits);
        return this;
    }

    /** Some lease write may name these as in sync. */
    Seen told(NodeName... names) {
        told = Set.of(new SyncSet(List.of(names), names.length));
        return this;
    }

    /** The store does not answer; the members stand by. */
    Seen byPeers() {
        if (tenure instanceof Tenure.Held held) {
            tenure = new Tenure.Held(held.lease(), held.confirmed(), held.until(), true);
        }
        return this;
    }

    Seen standby(int timeline, long position, @Nullable NodeName upstream, boolean streaming) {
        server =
                new PostgresView.Standby(
                        ID,
                        new Timeline(timeline),
                        new Lsn(position),
                        new Lsn(position),
                        streaming,
                        false,
                        Optional.ofNullable(upstream).map(n -> new Upstream(n, n.value(), 5432)),
                        150000,
                        "",
                        Optional.empty(),
                        false);
        return this;
    }

    Seen down(String state, int timeline, boolean standby) {
        server =
                new PostgresView.Down(
                        new ControlData(
                                ID, state, new Timeline(timeline), new Lsn(5_900), Lsn.ZERO),
                        standby);
        return this;
    }

    Seen server(PostgresView view) {
        server = view;
        return this;
    }

    Seen peer(NodeName name, boolean leads, int timeline, long position) {
        return peer(
                new PeerReport(
                        name,
                        leads,
                        leads,
                        4,
                        !leads,
                        new Timeline(timeline),
                        new Lsn(position),
                        !leads,
                        leads,
                        1,
                        false));
    }

    /** What its operators say of the cluster could not be read. */
    Seen unsure() {
        unsure = true;
        return this;
    }

    Seen peer(PeerReport report) {
        peers.put(report.name(), new Reading.Seen<>(report, NOW));
        return this;
    }

    Seen request(OperatorRequest next) {
        request = next;
        return this;
    }

    Seen job(PostgresJob next) {
        job = new RunningJob(next, NOW.minus(Duration.ofSeconds(1)));
        return this;
    }

    Seen armed() {
        armed = true;
        return this;
    }

    /** The switch has not confirmed so many renewals in a row. */
    Seen unarmed(int times) {
        unarmed = times;
        return this;
    }

    Seen recording() {
        recording = true;
        return this;
    }

    Seen outranked(long epoch) {
        outranked = epoch;
        return this;
    }

    Seen writing() {
        writing = true;
        return this;
    }

    Seen stopping() {
        stopping = true;
        return this;
    }

    /** A machine is being asked to stop. */
    Seen fencing() {
        fencing = true;
        return this;
    }

    /** What was heard of this member's machine just now, in this epoch. */
    Seen fence(NodeName name, long epoch, Fenced outcome) {
        fences.put(name, new Fence(epoch, outcome, NOW, 1));
        return this;
    }

    /** This member's entry names its machine. */
    Seen instance(NodeName name, String id) {
        instances.put(name, id);
        return this;
    }

    Seen notice(Notice.Kind kind, Duration ahead) {
        notice = new Notice(kind, NOW.plus(ahead), "a test");
        return this;
    }

    Seen remote(RemoteView next) {
        remote = next;
        return this;
    }

    Seen slots(SlotView next) {
        slots = next;
        return this;
    }

    Seen group(GroupView.Standing standing) {
        group = group.standing(standing);
        return this;
    }

    Seen orders(Order order) {
        given = order;
        return this;
    }

    /** What the operators say of this member. */
    Seen tags(NodeName name, Tags of) {
        tags.put(name, of);
        return this;
    }

    Seen paused() {
        pause = new Pause("2026-01-01T00:00:00.000Z", "ann", "");
        return this;
    }

    Observation now() {
        Map<NodeName, Member> members = new TreeMap<>();
        for (NodeName n : List.of(N1, N2, N3)) {
            members.put(
                    n,
                    Described.member(
                            n, instances.getOrDefault(n, ""), tags.getOrDefault(n, Tags.NONE)));
        }
        Reading<ClusterView> store =
                blind
                        ? new Reading.Missing<>("no answer in time")
                        : new Reading.Seen<>(
                                new ClusterView(
                                        Optional.ofNullable(lease),
                                        members,
                                        Optional.ofNullable(request)),
                                NOW);
        return new Observation(
                NOW,
                new Myself(N1, "n1-2", Set.of("n1-1"), tags.getOrDefault(N1, Tags.NONE)),
                store,
                tenure,
                server == null
                        ? new Reading.Missing<>("not looked yet")
                        : new Reading.Seen<>(server, NOW),
                peers,
                10,
                told,
                Optional.ofNullable(lastWrite),
                writing,
                false,
                Optional.empty(),
                Optional.of(NOW),
                false,
                Optional.ofNullable(job),
                armed,
                unarmed,
                recording,
                outranked,
                stopping,
                fencing,
                fences,
                Optional.ofNullable(notice),
                group,
                Optional.ofNullable(pause),
                new Orders(Optional.ofNullable(given), Instant.EPOCH),
                slots,
                remote,
                Timing.FIXED,
                unsure);
    }

    /** n1 has watched this lease stand still for {@code span}. */
    static Memory watched(LeaseView lease, Duration span) {
        return Memory.EMPTY.watching(
                Optional.of(new Memory.Watch(lease.epoch(), lease.beat(), NOW.minus(span))));
    }
}
