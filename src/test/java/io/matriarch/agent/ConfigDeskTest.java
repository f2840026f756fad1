package io.matriarch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import io.matriarch.cluster.Upstream;
import io.matriarch.config.DocumentCheck;
import io.matriarch.lease.LeaseCondition;
import io.matriarch.lease.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A cluster changes sides by a change of its document, whoever makes that and however. */
final class ConfigDeskTest {
    private static final String HOST = "standby-cluster.host";
    private static final Map<String, String> FOLLOWS = Map.of(HOST, "far:5432", "lease.ttl", "9s");
    private static final Upstream FAR = new Upstream(StandbyOf.NAME, "far", 5432);
    private static final Timeline THREE = new Timeline(3);

    private final MemoryStore store = new MemoryStore(() -> new Moment(0));
    private final List<StandbyOf> asked = new ArrayList<>();
    private RemoteView other = silent();
    private Optional<StandbyOf> followed = Optional.empty();

    @Test
    void whatTakesTheSettingOutIsRefusedBesideOneThatWritesOrMay() {
        begin(FOLLOWS);
        other = writes("600");
        assertEquals(
                "the other cluster takes writes at far:5432: demote it first (matriarch demote-cluster --to), or two would write",
                unsafe(Map.of()));
        other = silent();
        assertEquals(
                "no server of the other cluster answers (far:5432: refused): it may be writing all the same; make sure that it is off, then --force",
                unsafe(Map.of("lease.ttl", "9s")));
        other = reads("700", List.of());
        assertEquals(
                "the cluster at far:5432 is no copy of this one (system identifier 700, this cluster has 600), so nobody can say whether the one that this cluster follows takes writes; make sure that it is off, then --force",
                unsafe(Map.of()));
        assertEquals(FOLLOWS, stored());
        other = reads("600", List.of());
        done(Map.of("lease.ttl", "9s"), false);
        assertEquals(Map.of("lease.ttl", "9s"), stored());
    }

    /** The lease says position 3E8, on timeline 3. */
    @Test
    void whatHasNotComeHereYetIsNotGivenUp() {
        begin(FOLLOWS);
        other = reads("600", has(THREE, 1_001));
        assertEquals(
                "the server at far:5432 has log up to 0/3E9 on timeline 3, and this cluster only up to 0/3E8 on timeline 3: wait until it has it all, or give up what is missing with --force",
                unsafe(Map.of()));
        // Its timeline may have begun before the end of the log here.
        other = reads("600", has(new Timeline(4), 900));
        assertTrue(unsafe(Map.of()).startsWith("the server at far:5432 has log up to 0/384"));
        // Whoever streams does not hide another one that has more.
        other =
                reads(
                        "600",
                        Stream.of(streams(THREE), has(THREE, 1_001))
                                .flatMap(List::stream)
                                .toList());
        assertTrue(unsafe(Map.of()).startsWith("the server at far:5432 has log up to 0/3E9"));
        // Of a timeline that this cluster has left.
        other = reads("600", has(new Timeline(2), 2_000));
        done(Map.of(), false);
        done(FOLLOWS, true);
        other = reads("600", has(THREE, 1_000));
        done(Map.of(), false);
    }

    @Test
    void forceIsTheOperatorsOwn() {
        begin(FOLLOWS);
        other = writes("600");
        done(Map.of(), true);
        assertEquals(Map.of(), stored());
        assertEquals(List.of(), asked);
    }

    @Test
    void whatLeavesTheClusterOnItsSideAsksNobody() {
        begin(FOLLOWS);
        done(Map.of(HOST, "far:5432,near:5432"), false);
        assertEquals(List.of(), asked);
    }

    /** What stands there cannot be used, and the agents go by what they read before. */
    @Test
    void aDocumentThatCannotBeReadStillCountsAsOneThatFollows() {
        begin(Map.of(HOST, "far:lots", "lease.ttl", "9s"));
        assertEquals(
                "no server of the other cluster answers (far:5432: refused): it may be writing all the same; make sure that it is off, then --force",
                unsafe(Map.of()));
        followed = Optional.of(new StandbyOf(List.of(new StandbyOf.Host("far", 5432)), ""));
        store.putConfig(ConfigDocument.unreadable(2, "it has no version"), 1);
        other = writes("600");
        assertEquals(
                "the other cluster takes writes at far:5432: demote it first (matriarch demote-cluster --to), or two would write",
                unsafe(Map.of()));
    }

    @Test
    void aClusterThatTakesWritesIsGivenUpOnlyForOneThatHasThem() {
        begin(Map.of());
        assertEquals("no server answers at far:5432 (far:5432: refused)" + STOP, unsafe(FOLLOWS));
        other = writes("600");
        assertEquals(
                "the server at far:5432 takes writes itself, and does not follow this cluster"
                        + STOP,
                unsafe(FOLLOWS));
        other = reads("700", streams(THREE));
        assertEquals(
                "the cluster at far:5432 is no copy of this one (system identifier 700, this cluster has 600)"
                        + STOP,
                unsafe(FOLLOWS));
        String apart = "no server at far:5432 streams from this cluster, on its timeline 3" + STOP;
        other = reads("600", List.of());
        assertEquals(apart, unsafe(FOLLOWS));
        other = reads("600", streams(new Timeline(2)));
        assertEquals(apart, unsafe(FOLLOWS));
        other = reads("600", has(THREE, 1_000));
        assertEquals(apart, unsafe(FOLLOWS));
        other = reads("600", streams(THREE));
        done(FOLLOWS, false);
        assertEquals(FOLLOWS, stored());
    }

    @Test
    void aClusterDoesNotFollowItself() {
        begin(Map.of());
        store.putMember(member("n2", "10.0.0.2"));
        var outcome = change(Map.of(HOST, "far:5432,10.0.0.2:5432"), true);
        assertEquals(
                List.of(
                        "standby-cluster.host: 10.0.0.2:5432 is n2, a member of this cluster; a server of the cluster to follow is right"),
                assertInstanceOf(ConfigDesk.Outcome.Refused.class, outcome).wrong());
    }

    private static final String STOP =
            ": writes would stop here, and nobody there could go on with them; --force all the same";

    private void begin(Map<String, String> values) {
        var lease =
                new LeaseView(
                        new NodeName("n1"),
                        "n1-1",
                        1,
                        1,
                        Duration.ofSeconds(6),
                        false,
                        Optional.empty(),
                        SyncSet.NONE,
                        new Lsn(1_000),
                        THREE,
                        new SystemId("600"),
                        Set.of(new NodeName("n1")));
        var _ = store.write(lease, new LeaseCondition.Absent());
        var _ = store.putConfig(new ConfigDocument(1, values), 0);
    }

    private Map<String, String> stored() {
        return store.read().seen().flatMap(ClusterView::config).orElseThrow().values();
    }

    private ConfigDesk.Outcome change(Map<String, String> next, boolean force) {
        var desk =
                new ConfigDesk(
                        store,
                        new DocumentCheck(),
                        new TreeMap<>(),
                        _ -> List.of(),
                        new ConfigDesk.Neighbour(
                                () -> followed,
                                at -> {
                                    asked.add(at);
                                    return other;
                                },
                                (_, _) -> Optional.empty()));
        return desk.change(
                _ -> new TreeMap<>(next), new ConfigDesk.Wish(Optional.empty(), false, force));
    }

    private String unsafe(Map<String, String> next) {
        return assertInstanceOf(ConfigDesk.Outcome.Unsafe.class, change(next, false)).why();
    }

    private void done(Map<String, String> next, boolean force) {
        assertInstanceOf(ConfigDesk.Outcome.Done.class, change(next, force));
    }

    private static RemoteView silent() {
        return new RemoteView(
                Optional.empty(), Optional.empty(), false, SystemId.NONE, "far:5432: refused");
    }

    private static RemoteView writes(String id) {
        return new RemoteView(Optional.of(FAR), Optional.empty(), true, new SystemId(id), "");
    }

    private static RemoteView reads(String id, List<RemoteView.Receiver> receivers) {
        return new RemoteView(
                Optional.empty(),
                Optional.of(FAR),
                false,
                new SystemId(id),
                "",
                receivers,
                Optional.empty());
    }

    /** It streams from nobody. */
    private static List<RemoteView.Receiver> has(Timeline timeline, long received) {
        return List.of(new RemoteView.Receiver(FAR, timeline, new Lsn(received), false));
    }

    private static List<RemoteView.Receiver> streams(Timeline timeline) {
        return List.of(new RemoteView.Receiver(FAR, timeline, new Lsn(900), true));
    }

    private static Member member(String name, String host) {
        return new Member(
                new NodeName(name),
                host,
                5432,
                "http://%s:8008".formatted(host),
                "streaming",
                "replica",
                THREE,
                Lsn.ZERO,
                Lsn.ZERO,
                false,
                "15",
                "",
                "",
                "",
                "");
    }
}
