package io.matriarch.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import io.matriarch.lease.LeaseCondition;
import io.matriarch.lease.LeaseWrite;
import io.matriarch.lease.StoreWrite;
import io.matriarch.lease.dynamodb.DynamoStore;
import io.matriarch.lease.dynamodb.StoreAddress;
import io.matriarch.lease.dynamodb.TableSetup;
import io.matriarch.testing.LocalDynamo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code matriarch remove} does to a real table. */
final class DirectRemovalTest {

    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final Duration TTL = Duration.ofMillis(300);

    private final String cluster = "removal-" + System.nanoTime();
    private final DynamoStore store = open(cluster);
    private final Map<String, String> env =
            Map.of(
                    "MATRIARCH_CLUSTER",
                    cluster,
                    "MATRIARCH_STORE_ENDPOINT",
                    LocalDynamo.shared().endpoint().toString());

    @AfterEach
    void close() {
        store.close();
    }

    private static DynamoStore open(String cluster) {
        var address =
                new StoreAddress(
                        cluster,
                        "matriarch",
                        Optional.of(LocalDynamo.shared().endpoint()),
                        Optional.empty());
        var store = new DynamoStore(address, Duration.ofSeconds(5), () -> new Moment(0));
        if (store.createTableIfMissing() instanceof TableSetup.NotUsable(var why)) {
            throw new IllegalStateException(why);
        }
        return store;
    }

    private static LeaseView lease(long beat, List<NodeName> sync) {
        return new LeaseView(
                N1,
                "run",
                3,
                beat,
                TTL,
                false,
                Optional.empty(),
                new SyncSet(sync, sync.size()),
                new Lsn(100),
                new Timeline(1),
                new SystemId("7"),
                Set.of(N1, N2));
    }

    private LeaseView hold(List<NodeName> sync) {
        LeaseView lease = lease(1, sync);
        assertTrue(
                store.write(lease, new LeaseCondition.Absent()) instanceof LeaseWrite.Won,
                "the first lease");
        for (NodeName name : List.of(N1, N2)) {
            assertEquals(new StoreWrite.Written(), store.putMember(member(name)));
        }
        return lease;
    }

    private static Member member(NodeName name) {
        return new Member(
                name,
                "127.0.0.1",
                5432,
                "http://127.0.0.1:9",
                "running",
                "replica",
                new Timeline(1),
                new Lsn(100),
                new Lsn(100),
                false,
                "0.1.0",
                "");
    }

    private String remove() throws IOException {
        return new DirectStores().remove(Optional.empty(), env);
    }

    private String remove(NodeName member) throws IOException {
        return new DirectStores().removeMember(Optional.empty(), env, member.value());
    }

    private Set<NodeName> members(DynamoStore of) {
        return new TreeSet<>(of.read().seen().map(ClusterView::members).orElseThrow().keySet());
    }

    @Test
    void onlyWhatNobodyHoldsIsDeletedAndNothingElse() throws Exception {
        hold(List.of());
        try (var other = open(cluster + "-other")) {
            other.putMember(member(N2));
            assertEquals(
                    "removed: nothing of cluster %s is left in table matriarch; data directories, backups and names were not touched"
                            .formatted(cluster),
                    remove());
            ClusterView left = store.read().seen().orElseThrow();
            assertTrue(left.lease().isEmpty() && left.members().isEmpty(), left::toString);
            assertEquals(Set.of(N2), members(other));
        }
    }

    @Test
    void aLeaseThatIsRenewedKeepsEverything() throws Exception {
        hold(List.of());
        Thread holder =
                Thread.startVirtualThread(
                        () -> {
                            for (int beat = 2; !Thread.interrupted(); beat++) {
                                store.write(
                                        lease(beat, List.of()),
                                        new LeaseCondition.Mine(N1, "run", 3));
                            }
                        });
        try {
            IOException refused = assertThrows(IOException.class, this::remove);
            assertEquals(
                    "nothing was removed: n1 holds the lease and renews it; stop all agents first",
                    refused.getMessage());
        } finally {
            holder.interrupt();
            holder.join();
        }
        assertEquals(Set.of(N1, N2), members(store));
    }

    /** It was renewed between the last look and the deletion. */
    @Test
    void aLeaseThatMovesIsNotDeleted() {
        LeaseView seen = hold(List.of());
        store.write(lease(2, List.of()), new LeaseCondition.Mine(N1, "run", 3));
        assertEquals(
                new StoreWrite.Conflict("the lease has moved: somebody holds it"),
                store.removeCluster(Optional.of(seen)));
        assertEquals(
                new StoreWrite.Conflict("somebody has taken the lease meanwhile"),
                store.removeCluster(Optional.empty()));
        assertTrue(store.read().seen().flatMap(ClusterView::lease).isPresent());
    }

    @Test
    void aMemberThatMattersIsNotForgotten() throws Exception {
        hold(List.of(N2));
        assertEquals(
                "nothing was removed: n1 leads",
                assertThrows(IOException.class, () -> remove(N1)).getMessage());
        assertEquals(
                "nothing was removed: commits may be on n2 alone: the leader lets it go first, or a forced failover does",
                assertThrows(IOException.class, () -> remove(N2)).getMessage());
        assertEquals(
                "nothing was removed: member n9 does not exist",
                assertThrows(IOException.class, () -> remove(new NodeName("n9"))).getMessage());
        assertEquals(Set.of(N1, N2), members(store));
        store.write(lease(2, List.of()), new LeaseCondition.Mine(N1, "run", 3));
        assertEquals(
                "removed: n2 is no member of %s any more; its data directory was not touched"
                        .formatted(cluster),
                remove(N2));
        assertEquals(Set.of(N1), members(store));
    }
}
