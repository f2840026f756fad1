package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Notice;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An operator has paused the cluster; all is seen by n1. */
final class PausingTest {

    private static final String PAUSED =
            ": the cluster is paused since 2026-01-01T00:00:00.000Z by ann";
    private static final LeaseView MINE = Seen.lease(N1, "n1-2", 4);
    private static final LeaseView THEIRS = Seen.lease(N2, "n2-1", 4);

    private static Seen leader() {
        return Seen.nothing().holding(MINE, Duration.ofMillis(100)).paused();
    }

    private static Decision decide(Seen seen, Halt halt) {
        Memory kept = Memory.EMPTY.keeping(Optional.of(new Memory.Slots(true, Set.of(N2, N3))));
        return Decider.decide(seen.now(), kept.halt(halt), Seen.SETTINGS);
    }

    private static List<PostgresJob> jobs(Decision decision) {
        return decision.actions().stream()
                .filter(Action.Run.class::isInstance)
                .map(a -> ((Action.Run) a).job())
                .toList();
    }

    private static OperatorRequest request(
            OperatorRequest.Kind kind, Optional<io.matriarch.cluster.NodeName> to) {
        return new OperatorRequest("r1", kind, Optional.empty(), to);
    }

    @Test
    void aLeaderKeepsTheLeaseAndLeavesStoppedWhatSomebodyStopped() {
        Decision decision = decide(leader().down("shut down", 2, false), Halt.WRITES);
        assertEquals("leaving PostgreSQL stopped" + PAUSED, decision.because());
        assertEquals(List.of(), jobs(decision));
        assertEquals(Halt.OTHERS, decision.next().halt());
    }

    @Test
    void theLeaseIsRenewedAllTheSame() {
        Seen down =
                Seen.nothing()
                        .holding(MINE, Duration.ofSeconds(2))
                        .paused()
                        .down("in production", 2, false);
        assertTrue(
                decide(down, Halt.OTHERS).actions().stream()
                        .anyMatch(Action.Renew.class::isInstance));
    }

    @Test
    void whatTheLeaseItselfStoppedComesBack() {
        assertEquals(
                List.of(new PostgresJob.StartPrimary()),
                jobs(decide(leader().down("in production", 2, false), Halt.LAPSED)));
        assertEquals(
                List.of(new PostgresJob.StartPrimary()),
                jobs(decide(leader().down("in production", 2, false), Halt.UNSEEN)));
    }

    @Test
    void nobodyTakesAFreeLease() {
        Seen free = Seen.nothing().lease(Seen.released(THEIRS)).standby(2, 5_000, N2, false);
        Decision decision = decide(free.paused(), Halt.READS);
        assertEquals(
                "not taking over, though the lease of n2 (epoch 4) is released" + PAUSED,
                decision.because());
        assertTrue(decision.actions().stream().noneMatch(Action.Take.class::isInstance));
    }

    @Test
    void whomAnOperatorNamesTakesIt() {
        Seen free =
                Seen.nothing()
                        .lease(Seen.released(THEIRS))
                        .standby(2, 5_000, N2, false)
                        .request(request(OperatorRequest.Kind.FAILOVER, Optional.of(N1)));
        assertTrue(
                decide(free.paused(), Halt.READS).actions().stream()
                        .anyMatch(Action.Take.class::isInstance));
    }

    @Test
    void neitherCopyNorRejoinBeginsByItself() {
        Seen empty =
                Seen.nothing()
                        .lease(THEIRS)
                        .server(new PostgresView.Absent())
                        .peer(N2, true, 2, 6_000);
        assertEquals("not cloning from n2" + PAUSED, decide(empty.paused(), Halt.UNSEEN).because());
        Seen former =
                Seen.nothing()
                        .lease(THEIRS)
                        .down("in production", 1, false)
                        .peer(N2, true, 2, 6_000);
        assertEquals("not rejoining n2" + PAUSED, decide(former.paused(), Halt.UNSEEN).because());
        assertEquals(
                "rejoining n2, which leads on timeline 2",
                decide(former.paused(), Halt.ORDERED).because(),
                "what an operator's switchover has stopped comes back");
    }

    @Test
    void aSwitchoverMustNameItsHeir() {
        Seen leader = leader().primary(2, true).peer(N2, false, 2, 6_000);
        Decision refused =
                decide(
                        leader.request(request(OperatorRequest.Kind.SWITCHOVER, Optional.empty())),
                        Halt.WRITES);
        assertEquals("refused" + PAUSED + ": name the member that shall lead", refused.because());
        Decision begun =
                decide(
                        leader.request(request(OperatorRequest.Kind.SWITCHOVER, Optional.of(N2))),
                        Halt.WRITES);
        assertEquals(N2, begun.next().handOver().orElseThrow().heir());
    }

    @Test
    void aMachineThatGoesMovesNobody() {
        Seen leader =
                leader().primary(2, true)
                        .peer(N2, false, 2, 6_000)
                        .notice(Notice.Kind.SPOT, Duration.ofMinutes(2));
        assertTrue(decide(leader, Halt.WRITES).next().handOver().isEmpty());
    }

    @Test
    void aPrimaryWithoutItsLeaseStopsAllTheSame() {
        Seen lost = Seen.nothing().lease(THEIRS).primary(2, true).paused();
        Decision decision = decide(lost, Halt.WRITES);
        assertTrue(decision.actions().stream().anyMatch(Action.StopAtOnce.class::isInstance));
        assertEquals(Halt.LAPSED, decision.next().halt());
    }

    @Test
    void aHangIsLeftToTheOperator() {
        Seen hung =
                leader().server(
                                new PostgresView.Silent(
                                        "no answer",
                                        false,
                                        false,
                                        new io.matriarch.cluster.SystemId("7001")));
        Memory long_ = Memory.EMPTY.silent(Optional.of(Seen.NOW.minus(Duration.ofSeconds(60))));
        assertEquals(
                "not killing PostgreSQL, which hangs" + PAUSED,
                Decider.decide(hung.now(), long_, Seen.SETTINGS).because());
    }
}
