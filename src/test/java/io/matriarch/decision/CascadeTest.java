package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** n2 leads; n1 may stream from n3. */
final class CascadeTest {

    private static final LeaseView THEIRS = Seen.lease(N2, "n2-1", 4);
    private static final Tags FROM_N3 = Tags.of(Map.of("replicatefrom", "n3"));

    private static Seen replica(@Nullable NodeName upstream, boolean streaming) {
        return Seen.nothing()
                .lease(THEIRS)
                .standby(2, 5_000, upstream, streaming)
                .peer(N2, true, 2, 6_000)
                .peer(N3, false, 2, 5_000)
                .tags(N1, FROM_N3);
    }

    private static Decision decide(Seen seen, Memory memory) {
        return Decider.decide(seen.now(), memory, Seen.SETTINGS);
    }

    private static Decision decide(Seen seen) {
        return decide(seen, Memory.EMPTY.keeping(Optional.of(new Memory.Slots(false, Set.of()))));
    }

    private static Optional<NodeName> followed(Decision decision) {
        return decision.actions().stream()
                .filter(a -> a instanceof Action.Run(PostgresJob.Follow _))
                .map(a -> ((PostgresJob.Follow) ((Action.Run) a).job()).upstream().name())
                .findFirst();
    }

    @Test
    void theNamedMemberIsFollowedOnceBothStream() {
        assertEquals(Optional.of(N3), followed(decide(replica(N2, true))));
        assertEquals(Optional.empty(), followed(decide(replica(N3, true))));
        assertTrue(
                decide(replica(N3, true)).because().contains("a replica of n2 through n3"),
                "the way is said");
    }

    @Test
    void whoCommitsWaitForComesBackToTheLeader() {
        LeaseView counting = THEIRS.with(new SyncSet(List.of(N1), 1));
        assertEquals(Optional.of(N2), followed(decide(replica(N3, true).lease(counting))));
        assertEquals(Optional.empty(), followed(decide(replica(N2, true).lease(counting))));
    }

    @Test
    void theLeaderIsFollowedWhenItDoesNotServe() {
        Memory apart =
                Memory.EMPTY
                        .apart(Optional.of(Seen.NOW.minus(Duration.ofSeconds(3))))
                        .replayed(new Lsn(5_000));
        Decision decision = decide(replica(N3, false), apart);
        assertEquals(Optional.of(N2), followed(decision));
        assertEquals(
                "following n2, which leads since epoch 4; n3, which tags.replicatefrom names, does"
                        + " not stream",
                decision.because());
    }

    @Test
    void aLoopIsNamedAndNotEntered() {
        Decision decision =
                decide(replica(N2, true).tags(N3, Tags.of(Map.of("replicatefrom", "n1"))));
        assertEquals(Optional.empty(), followed(decision));
        assertTrue(
                decision.because()
                        .endsWith("; tags.replicatefrom makes a loop: n1 from n3 from n1"),
                decision.because());
    }

    @Test
    void aMemberNobodyKnowsIsSaid() {
        Decision decision =
                decide(replica(N2, true).tags(N1, Tags.of(Map.of("replicatefrom", "n9"))));
        assertTrue(
                decision.because().endsWith("; n9, which tags.replicatefrom names, is no member"),
                decision.because());
    }

    @Test
    void theOneInTheMiddleKeepsTheSlot() {
        Decision decision =
                decide(
                        Seen.nothing()
                                .lease(THEIRS)
                                .standby(2, 5_000, N2, true)
                                .peer(N2, true, 2, 6_000)
                                .tags(N3, Tags.of(Map.of("replicatefrom", "n1"))));
        assertTrue(
                decision.actions().contains(new Action.Run(new PostgresJob.KeepSlots(Set.of(N3)))),
                decision.because());
    }

    @Test
    void aCopyComesFromTheOneThatIsTaggedForIt() {
        Seen empty =
                Seen.nothing()
                        .lease(THEIRS)
                        .server(new PostgresView.Absent())
                        .peer(N2, true, 2, 6_000)
                        .peer(N3, false, 2, 5_000)
                        .tags(N3, Tags.of(Map.of("clonefrom", "true")));
        assertEquals("cloning from n3: I have no data", decide(empty).because());
    }

    @Test
    void whoIsTaggedNofailoverDoesNotLead() {
        Seen free =
                Seen.nothing()
                        .lease(Seen.released(THEIRS))
                        .standby(2, 5_000, N2, false)
                        .tags(N1, Tags.of(Map.of("nofailover", "true")));
        assertEquals(
                "not leading though the lease of n2 (epoch 4) is released: it is tagged nofailover",
                decide(free).because());
    }
}
