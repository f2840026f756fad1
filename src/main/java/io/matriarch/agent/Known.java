package io.matriarch.agent;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.Notice;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.RoutesView;
import io.matriarch.cluster.SlotView;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.Tenure;
import io.matriarch.decision.Fence;
import io.matriarch.decision.RunningJob;
import io.matriarch.decision.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the loop has gathered so far; one thread's own. */
final class Known {

    /** An answer is kept this long for those who need no fresh one. */
    private static final Duration KEEP = Duration.ofSeconds(20);

    /** An older answer may be from before the cluster changed sides. */
    private static final Duration JUST_NOW = Duration.ofSeconds(2);

    /** What this round goes by: the node's own settings, and what holds for its cluster. */
    NodeSettings settings;

    Reading<ClusterView> store = new Reading.Missing<>("it has not been read yet");
    @Nullable ClusterView lastStore;
    long lastStoreMillis;
    Reading<PostgresView> postgres = new Reading.Missing<>("not looked yet");
    Map<NodeName, Reading<PeerReport>> peers = Map.of();
    List<HistoryEntry> history = List.of();
    Optional<ArchiveHealth.View> archive = Optional.empty();
    Optional<String> backupTrouble = Optional.empty();

    @Nullable Moment storeAsked;
    @Nullable Moment lookAsked;
    @Nullable Moment peersAsked;
    @Nullable Moment failsafeAsked;
    @Nullable Moment lastWrite;
    @Nullable Moment leaseKnownAt;
    @Nullable Moment acted;
    @Nullable Moment primarySeen;
    boolean reading;
    boolean looking;
    boolean askingPeers;
    boolean askingFailsafe;
    boolean writing;
    boolean killing;
    boolean armed;
    boolean disarming;
    @Nullable Moment disarmAsked;
    int unarmed;
    boolean recording;
    boolean stopping;
    boolean fencing;
    Optional<Notice> notice = Optional.empty();
    GroupView group = GroupView.UNKNOWN;
    final Map<GroupWord, Moment> groupTold = new EnumMap<>(GroupWord.class);
    boolean tellingGroup;
    String groupTrouble = "";
    SlotView slots = SlotView.NONE;
    RemoteView remote = RemoteView.UNKNOWN;

    /** Here, or where the lease's holder is. */
    boolean somebodyWrites(Moment now) {
        return postgres.seen().orElse(null) instanceof PostgresView.Primary
                || store.seen()
                        .flatMap(ClusterView::lease)
                        .map(LeaseView::holder)
                        .filter(holder -> writes(peers.get(holder), now))
                        .isPresent();
    }

    private static boolean writes(@Nullable Reading<PeerReport> holder, Moment now) {
        return holder instanceof Reading.Seen<PeerReport>(var report, var at)
                && now.since(at).compareTo(JUST_NOW) <= 0
                && report.primary()
                && report.holdsLease();
    }

    /** Why this node's machine is about to go, and why it should be replaced; for its entry. */
    String leaving = "";

    String broken = "";

    /** How the cluster's names fare, for the same entry. */
    RoutesView routes = RoutesView.NONE;

    /** What the document says of the timers; those of a round may be shorter. */
    LeaseTimers wanted;

    /** The longest ttl by which this node or its switch may hold; see {@link Timing}. */
    Duration heldMost = Duration.ZERO;

    Duration lastTtl = Duration.ZERO;
    final OrderDesk orders = new OrderDesk();
    long wallMillis;
    long attempted;
    long outranked;

    /** The request whose removal was begun; empty before the first. */
    String removing = "";

    /** The same of a plan. */
    String removingPlan = "";

    /** The newest lease write, answered or not. */
    @Nullable LeaseView tried;

    /** The newest lease write that took effect, by its answer or by a look; it extends nothing. */
    @Nullable LeaseView won;

    /** The failsafe lists of all lease writes since the last one that was confirmed. */
    final Set<NodeName> named = new TreeSet<>();

    /** The sync sets of the newest confirmed lease write, and of all that were tried since. */
    Set<SyncSet> told = Set.of();

    /** The machines of leaders that vanished. */
    final Map<NodeName, Fence> fences = new HashMap<>();

    long jobNumber;
    @Nullable RunningJob job;

    Known(NodeSettings settings) {
        this.settings = settings;
        this.wanted = settings.timers();
    }

    /**
     * A read that was sent after the newest lease write was answered is the truth; an older one may
     * not take back what that write has shown.
     */
    void storeRead(Reading<ClusterView> result, Moment asked, long wallMillis) {
        if (result instanceof Reading.Seen<ClusterView>(var view, _)) {
            // A table without any member is one that somebody emptied: who they were is known here,
            // and whoever has data must be asked before anybody founds anything (S12).
            Map<NodeName, Member> members =
                    view.members().isEmpty() && lastStore != null
                            ? lastStore.members()
                            : view.members();
            view.lease().ifPresent(l -> lastTtl = l.ttl());
            boolean stale = leaseKnownAt != null && asked.isBefore(leaseKnownAt);
            ClusterView next = view.with(members).with(stale ? lease() : view.lease());
            lastStore = next;
            lastStoreMillis = wallMillis;
            store = new Reading.Seen<>(next, asked);
            return;
        }
        store = result;
    }

    /** A write's own answer shows the lease as well as a read does. */
    void leaseShown(Optional<LeaseView> lease, Moment now) {
        lease.ifPresent(l -> lastTtl = l.ttl());
        ClusterView next =
                lastStore == null
                        ? new ClusterView(lease, Map.of(), Optional.empty())
                        : lastStore.with(lease);
        lastStore = next;
        leaseKnownAt = now;
        store = new Reading.Seen<>(next, now);
    }

    /** As it was read last: a store that does not answer now ends no pause. */
    Optional<Pause> pause() {
        return Optional.ofNullable(lastStore).flatMap(ClusterView::pause);
    }

    private Optional<LeaseView> lease() {
        return Optional.ofNullable(lastStore).flatMap(ClusterView::lease);
    }

    void peersAnswered(Map<NodeName, Reading<PeerReport>> answers, Moment asked) {
        Map<NodeName, Reading<PeerReport>> next = new HashMap<>(answers);
        for (var old : peers.entrySet()) {
            boolean missing = !(next.get(old.getKey()) instanceof Reading.Seen);
            boolean young =
                    old.getValue() instanceof Reading.Seen<PeerReport>(_, var at)
                            && asked.since(at).compareTo(KEEP) < 0;
            if (next.containsKey(old.getKey()) && missing && young) {
                next.put(old.getKey(), old.getValue());
            }
        }
        peers = Map.copyOf(next);
    }

    Timing timing() {
        return new Timing(wanted.ttl(), heldMost, lastTtl);
    }

    /** Before it is sent: it may take effect whatever becomes of its answer. */
    void mayHold(Duration ttl) {
        heldMost = heldMost.compareTo(ttl) >= 0 ? heldMost : ttl;
    }

    /** What this node holds, and what a write of it without an answer may have told since. */
    Tenure told(Tenure tenure) {
        if (!(tenure instanceof Tenure.Held held)) {
            return tenure;
        }
        long epoch = held.lease().epoch();
        LeaseView lease = held.lease();
        if (tried != null && tried.epoch() == epoch) {
            lease = lease.notBehind(tried);
        }
        // A renewal must not bring back whom PostgreSQL waits for no longer (S9).
        if (won != null && won.epoch() == epoch) {
            lease = lease.with(won.sync());
        }
        // Nor that lag alone decides, where an attempt without an answer has said otherwise (S9).
        if (lease.sync().isEmpty() && tried != null && tried.epoch() == epoch) {
            lease = lease.with(tried.sync());
        }
        return new Tenure.Held(lease, held.confirmed(), held.until(), held.byPeers());
    }

    /** Its own item stands in the store: an older attempt can no longer take effect. */
    void found(LeaseView mine) {
        LeaseView last = won;
        boolean newer =
                last == null
                        || mine.epoch() > last.epoch()
                        || (mine.epoch() == last.epoch() && mine.beat() > last.beat());
        if (newer) {
            won = mine;
        }
    }

    /** Whoever any lease item names that may stand in the store by now. */
    Set<NodeName> mayTake(Set<NodeName> confirmed) {
        Set<NodeName> all = new TreeSet<>(confirmed);
        all.addAll(named);
        return all;
    }

    List<Member> others(NodeName self) {
        if (lastStore == null) {
            return List.of();
        }
        List<Member> others = new ArrayList<>(lastStore.members().values());
        others.removeIf(m -> m.name().equals(self));
        others.sort(Comparator.comparing(Member::name));
        return others;
    }
}
