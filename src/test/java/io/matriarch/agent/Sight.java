package io.matriarch.agent;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Follower;
import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Myself;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
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
import io.matriarch.decision.Observation;
import io.matriarch.decision.Orders;
import io.matriarch.decision.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a leader sees of its cluster, as the duties beside the loop get it. */
final class Sight {

    static final NodeName N1 = new NodeName("n1");
    static final NodeName N2 = new NodeName("n2");
    static final NodeName N3 = new NodeName("n3");

    private static final SystemId ID = new SystemId("7001");

    private final NodeName self;
    private final Map<NodeName, Member> members = new TreeMap<>();
    private final Map<NodeName, Reading<PeerReport>> peers = new TreeMap<>();
    private final List<String> streaming = new ArrayList<>();
    private Set<SyncSet> told = Set.of();
    private long epoch = 4;
    private boolean leads = true;

    private Sight(NodeName self) {
        this.self = self;
    }

    /** {@code self} leads, alone so far. */
    static Sight of(NodeName self) {
        return new Sight(self).member(self, "i-" + self);
    }

    Sight follows() {
        leads = false;
        return this;
    }

    Sight epoch(long next) {
        epoch = next;
        return this;
    }

    Sight member(NodeName name, String machine) {
        return member(name, machine, "", Tags.NONE);
    }

    Sight member(NodeName name, String machine, String leaving, Tags tags) {
        members.put(
                name,
                new Member(
                        name,
                        "10.0.0." + name.value().substring(1),
                        5432,
                        "http://" + name,
                        "running",
                        "replica",
                        new Timeline(2),
                        Lsn.ZERO,
                        Lsn.ZERO,
                        false,
                        "1",
                        "",
                        machine,
                        leaving,
                        "",
                        tags,
                        List.of()));
        return this;
    }

    Sight without(NodeName name) {
        members.remove(name);
        return this;
    }

    Sight streams(NodeName name) {
        streaming.add(name.value());
        return this;
    }

    Sight answers(PeerReport report) {
        peers.put(report.name(), new Reading.Seen<>(report, new Moment(0)));
        return this;
    }

    Sight silent(NodeName name) {
        peers.put(name, new Reading.Missing<>("no answer"));
        return this;
    }

    /** Some lease write may name it as in sync. */
    Sight told(NodeName name) {
        told = Set.of(new SyncSet(List.of(name), 1));
        return this;
    }

    Observation at(Moment now) {
        var lease =
                new LeaseView(
                        self,
                        "run",
                        epoch,
                        1,
                        Duration.ofSeconds(6),
                        false,
                        Optional.empty(),
                        SyncSet.NONE,
                        Lsn.ZERO,
                        new Timeline(2),
                        ID,
                        Set.of());
        Tenure tenure =
                leads
                        ? new Tenure.Held(lease, now, now.plus(Duration.ofSeconds(4)), false)
                        : new Tenure.None();
        return new Observation(
                now,
                new Myself(self, "run", Set.of()),
                new Reading.Seen<>(
                        new ClusterView(Optional.of(lease), members, Optional.empty()), now),
                tenure,
                new Reading.Seen<>(primary(), now),
                peers,
                10,
                told,
                Optional.of(now),
                false,
                false,
                Optional.empty(),
                Optional.of(now),
                false,
                Optional.empty(),
                true,
                0,
                false,
                0,
                false,
                false,
                Map.of(),
                Optional.empty(),
                GroupView.UNKNOWN,
                Optional.empty(),
                new Orders(Optional.empty(), Instant.EPOCH),
                SlotView.NONE,
                RemoteView.UNKNOWN,
                Timing.FIXED,
                false);
    }

    private PostgresView primary() {
        return new PostgresView.Primary(
                ID,
                new Timeline(2),
                new Lsn(6_000),
                true,
                false,
                streaming.stream()
                        .map(name -> new Follower(name, "", "streaming", "async", new Lsn(6_000)))
                        .toList(),
                150_000,
                "",
                SyncWait.NONE);
    }
}
