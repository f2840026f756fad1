package io.matriarch.api;

import io.matriarch.agent.Snapshot;
import io.matriarch.backup.ArchiveHealth;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Follower;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PendingSetting;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.RoutesView;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Tags;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A herd of three, n1 leads at 0/5000000 with epoch 3 on timeline 2; n2 is 1000 bytes behind. */
public final class Herd {
    public static final NodeName N1 = new NodeName("n1");
    public static final NodeName N2 = new NodeName("n2");
    public static final NodeName N3 = new NodeName("n3");
    public static final SystemId ID = new SystemId("7412345678901234567");
    public static final Lsn HEAD = new Lsn(0x5000000);
    private static final long MAXIMUM_LAG = 1024L * 1024;
    private static final Timeline TL = new Timeline(2);

    private Herd() {}

    public static PeerReport report(String name, boolean leads) {
        return new PeerReport(
                new NodeName(name),
                leads,
                leads,
                3,
                true,
                TL,
                leads ? HEAD : behind(1000),
                !leads,
                leads,
                1,
                false);
    }

    public static Lsn behind(long bytes) {
        return new Lsn(HEAD.bytes() - bytes);
    }

    public static LeaseView lease(NodeName holder, long epoch, List<NodeName> sync, int needed) {
        return new LeaseView(
                holder,
                "run-1",
                epoch,
                40,
                Duration.ofSeconds(6),
                false,
                Optional.empty(),
                new SyncSet(sync, needed),
                behind(200),
                TL,
                ID,
                Set.of(N1, N2, N3));
    }

    public static Member member(NodeName name, boolean leads, String sentence) {
        return new Member(
                name,
                "10.0.0." + name.value().charAt(1),
                5432,
                "http://10.0.0." + name.value().charAt(1) + ":8008",
                leads ? "running" : "streaming",
                leads ? "leader" : "replica",
                TL,
                leads ? HEAD : behind(1000),
                leads ? HEAD : behind(1000),
                false,
                "0.1.0",
                sentence);
    }

    public static ClusterView view(LeaseView lease, Optional<OperatorRequest> request) {
        Map<NodeName, Member> members = new HashMap<>();
        for (NodeName n : List.of(N1, N2, N3)) {
            boolean leads = n.equals(lease.holder());
            members.put(n, member(n, leads, leads ? "I lead" : "I follow " + lease.holder()));
        }
        return new ClusterView(Optional.of(lease), members, request);
    }

    /** The same node with tags. */
    public static Snapshot tagged(Snapshot s, Tags tags) {
        return with(s, s.me().role(), tags, s.me().pending(), s.me().zone(), s.me().routes());
    }

    /** The same node with parameters that wait for a restart. */
    public static Snapshot pending(Snapshot s, List<PendingSetting> pending) {
        return with(s, s.me().role(), s.me().tags(), pending, s.me().zone(), s.me().routes());
    }

    /** The same node in that zone, with what it knows of the cluster's names. */
    public static Snapshot placed(Snapshot s, String zone, RoutesView routes) {
        return with(s, s.me().role(), s.me().tags(), s.me().pending(), zone, routes);
    }

    /** The same node as the leader of a cluster that follows another one. */
    public static Snapshot standbyLeader(Snapshot s) {
        return with(
                s,
                "standby_leader",
                s.me().tags(),
                s.me().pending(),
                s.me().zone(),
                s.me().routes());
    }

    private static Snapshot with(
            Snapshot s,
            String role,
            Tags tags,
            List<PendingSetting> pending,
            String zone,
            RoutesView routes) {
        Member m = s.me();
        return new Snapshot(
                s.cluster(),
                s.self(),
                s.maximumLag(),
                new Member(
                        m.name(),
                        m.host(),
                        m.port(),
                        m.apiUrl(),
                        m.state(),
                        role,
                        m.timeline(),
                        m.received(),
                        m.replayed(),
                        m.pendingRestart(),
                        m.version(),
                        m.sentence(),
                        m.instance(),
                        m.leaving(),
                        m.broken(),
                        tags,
                        pending,
                        zone,
                        routes),
                s.store(),
                s.storeSeenMillis(),
                s.storeError(),
                s.postgres(),
                s.peers(),
                s.history(),
                s.because(),
                s.job(),
                s.failsafe(),
                s.stopping(),
                s.archive(),
                s.replication(),
                s.orders(),
                s.remote());
    }

    /** The same node with an archive that fares so. */
    public static Snapshot archiving(Snapshot s, ArchiveHealth.View archive) {
        return new Snapshot(
                s.cluster(),
                s.self(),
                s.maximumLag(),
                s.me(),
                s.store(),
                s.storeSeenMillis(),
                s.storeError(),
                s.postgres(),
                s.peers(),
                s.history(),
                s.because(),
                s.job(),
                s.failsafe(),
                s.stopping(),
                Optional.of(archive),
                s.replication(),
                s.orders(),
                s.remote());
    }

    /** The same, as it is while the cluster is paused. */
    public static Snapshot paused(Snapshot s, Pause pause) {
        return new Snapshot(
                s.cluster(),
                s.self(),
                s.maximumLag(),
                s.me(),
                s.store().map(v -> v.paused(Optional.of(pause))),
                s.storeSeenMillis(),
                s.storeError(),
                s.postgres(),
                s.peers(),
                s.history(),
                s.because(),
                s.job(),
                s.failsafe(),
                s.stopping(),
                s.archive(),
                s.replication(),
                s.orders(),
                s.remote());
    }

    public static PostgresView.Primary primary() {
        return new PostgresView.Primary(
                ID,
                TL,
                HEAD,
                true,
                false,
                List.of(new Follower("n2", "10.0.0.2", "streaming", "async", behind(1000))),
                150006,
                "2026-01-02 03:04:05.5+00",
                SyncWait.NONE);
    }

    public static PostgresView.Standby standby(long behind, boolean streaming) {
        return new PostgresView.Standby(
                ID,
                TL,
                behind(behind),
                behind(behind),
                streaming,
                false,
                Optional.of(new Upstream(N1, "10.0.0.1", 5432)),
                150006,
                "2026-01-02T03:04:05Z",
                Optional.of("2026-01-02T03:05:00Z"),
                false);
    }

    /** n2 streams from n1, and this one from n2. */
    public static PostgresView.Standby feeding(Follower follower) {
        PostgresView.Standby s = standby(0, true);
        return new PostgresView.Standby(
                s.systemId(),
                s.timeline(),
                s.received(),
                s.replayed(),
                true,
                false,
                s.upstream(),
                s.version(),
                s.startedAt(),
                s.replayedAt(),
                false,
                false,
                List.of(),
                List.of(follower));
    }

    /** What n1 knows while it leads. */
    public static Snapshot leader() {
        return snapshot(
                N1, primary(), view(lease(N1, 3, List.of(), 0), Optional.empty()), true, "I lead");
    }

    /** What n2 knows while it follows. */
    public static Snapshot standby(PostgresView postgres, List<NodeName> sync, int needed) {
        return snapshot(
                N2,
                postgres,
                view(lease(N1, 3, sync, needed), Optional.empty()),
                false,
                "I follow n1");
    }

    public static Snapshot snapshot(
            NodeName self, PostgresView postgres, ClusterView view, boolean leads, String because) {
        Map<NodeName, Reading<PeerReport>> peers = new HashMap<>();
        for (NodeName n : List.of(N1, N2, N3)) {
            if (!n.equals(self)) {
                peers.put(n, seen(report(n.value(), n.equals(N1))));
            }
        }
        return new Snapshot(
                "herd",
                self,
                MAXIMUM_LAG,
                member(self, leads, because),
                Optional.of(view),
                1_767_323_045_000L,
                Optional.empty(),
                seen(postgres),
                peers,
                List.of(
                        new HistoryEntry(
                                new Timeline(2),
                                new Timeline(1),
                                new Lsn(0x3000060),
                                "n2 was lost",
                                "2026-01-02T03:04:05Z",
                                N1)),
                because,
                Optional.empty(),
                false,
                false);
    }

    public static <T> Reading<T> seen(T value) {
        return new Reading.Seen<>(value, new Moment(0));
    }

    public static Snapshot withStore(Snapshot s, Optional<ClusterView> store, long seenMillis) {
        return new Snapshot(
                s.cluster(),
                s.self(),
                s.maximumLag(),
                s.me(),
                store,
                seenMillis,
                s.storeError(),
                s.postgres(),
                s.peers(),
                s.history(),
                s.because(),
                s.job(),
                s.failsafe(),
                s.stopping());
    }

    public static Snapshot withStoreError(Snapshot s, String error, boolean failsafe) {
        return new Snapshot(
                s.cluster(),
                s.self(),
                s.maximumLag(),
                s.me(),
                s.store(),
                s.storeSeenMillis(),
                Optional.of(error),
                s.postgres(),
                s.peers(),
                s.history(),
                s.because(),
                s.job(),
                failsafe,
                s.stopping());
    }

    public static Snapshot withPeer(Snapshot s, NodeName name, Reading<PeerReport> answer) {
        Map<NodeName, Reading<PeerReport>> peers = new HashMap<>(s.peers());
        peers.put(name, answer);
        return new Snapshot(
                s.cluster(),
                s.self(),
                s.maximumLag(),
                s.me(),
                s.store(),
                s.storeSeenMillis(),
                s.storeError(),
                s.postgres(),
                peers,
                s.history(),
                s.because(),
                s.job(),
                s.failsafe(),
                s.stopping());
    }
}
