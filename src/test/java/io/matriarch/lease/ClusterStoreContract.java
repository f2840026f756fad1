package io.matriarch.lease;

import static io.matriarch.lease.Samples.N1;
import static io.matriarch.lease.Samples.N2;
import static io.matriarch.lease.Samples.fullLease;
import static io.matriarch.lease.Samples.incarnation;
import static io.matriarch.lease.Samples.lease;
import static io.matriarch.lease.Samples.member;
import static io.matriarch.lease.Samples.mine;
import static io.matriarch.lease.Samples.released;
import static io.matriarch.lease.Samples.unmoved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.Pause;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Plans;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store does; the same tests run on the one in memory and on the real one. */
public interface ClusterStoreContract {

    Moment NOW = new Moment(42);

    StoreWrite WRITTEN = new StoreWrite.Written();

    /** A store of a cluster that has no items yet, whose clock stands at {@link #NOW}. */
    ClusterStore store();

    @Test
    default void aNewClusterIsEmpty() {
        assertEquals(
                new Reading.Seen<>(
                        new ClusterView(Optional.empty(), Map.of(), Optional.empty()), NOW),
                store().read());
    }

    @Test
    default void aPauseStandsUntilItIsTakenBack() {
        var store = store();
        var pause = new Pause("2026-01-02T03:04:05.678Z", "ann@bastion", "a new kernel");
        var other = new Pause("2026-01-02T03:04:06.000Z", "bob", "");
        assertEquals(new StoreWrite.Conflict("the cluster is not paused"), store.removePause());
        assertEquals(WRITTEN, store.putPause(pause));
        assertEquals(WRITTEN, store.putPause(pause), "an answer may have been lost");
        assertEquals(
                new StoreWrite.Conflict(
                        "the cluster is already paused since 2026-01-02T03:04:05.678Z by"
                                + " ann@bastion (a new kernel)"),
                store.putPause(other));
        assertEquals(Optional.of(pause), paused(store));
        assertEquals(WRITTEN, store.removePause());
        assertEquals(Optional.empty(), paused(store));
        assertEquals(WRITTEN, store.putPause(other));
        assertEquals(Optional.of(other), paused(store));
    }

    @Test
    default void aPlanStandsUntilItIsDoneOrDropped() {
        var store = store();
        var at = Instant.parse("2026-01-02T03:04:05.678Z");
        var hand =
                new Plan.Switchover(
                        new OperatorRequest(
                                "p1",
                                OperatorRequest.Kind.SWITCHOVER,
                                Optional.of(N1),
                                Optional.of(N2)),
                        at);
        var filter =
                new Order.RestartFilter(
                        Optional.of(Order.Role.REPLICA), Optional.of(150_004), true);
        var one = new Plan.Restart(N1, new Order.Restart("p2", filter, Duration.ofSeconds(90)), at);
        var two =
                new Plan.Restart(
                        N2,
                        new Order.Restart("p3", Order.RestartFilter.ALWAYS, Duration.ofSeconds(10)),
                        at.plusSeconds(1));
        for (Plan plan : List.of(hand, one, two, hand)) {
            assertEquals(WRITTEN, store.putPlan(plan), "an answer may have been lost");
        }
        assertEquals(new Plans(Optional.of(hand), Map.of(N1, one, N2, two)), plans(store));
        for (Plan other :
                List.of(
                        new Plan.Switchover(
                                new OperatorRequest(
                                        "p4",
                                        OperatorRequest.Kind.SWITCHOVER,
                                        Optional.of(N1),
                                        Optional.empty()),
                                at),
                        new Plan.Restart(
                                N2,
                                new Order.Restart(
                                        "p5", Order.RestartFilter.ALWAYS, Duration.ofSeconds(10)),
                                at))) {
            assertInstanceOf(StoreWrite.Conflict.class, store.putPlan(other));
            assertEquals(WRITTEN, store.removePlan(other), "it is gone already");
        }
        assertEquals(new Plans(Optional.of(hand), Map.of(N1, one, N2, two)), plans(store));
        assertEquals(WRITTEN, store.removePlan(hand));
        assertEquals(WRITTEN, store.removePlan(hand));
        assertEquals(WRITTEN, store.dropPlan(Optional.of(N1)));
        assertInstanceOf(StoreWrite.Conflict.class, store.dropPlan(Optional.of(N1)));
        assertInstanceOf(StoreWrite.Conflict.class, store.dropPlan(Optional.empty()));
        assertEquals(new Plans(Optional.empty(), Map.of(N2, two)), plans(store));
    }

    private static Plans plans(ClusterStore store) {
        return store.read().seen().orElseThrow().plans();
    }

    private static Optional<Pause> paused(ClusterStore store) {
        return store.read().seen().flatMap(ClusterView::pause);
    }

    @Test
    default void everyFieldOfALeaseComesBack() {
        var store = store();
        var full = fullLease(N1, N2, 3, 9);
        assertWon(full, store.write(full, new LeaseCondition.Absent()));
        assertStored(full, store);
        var bare = incarnation(lease(N2, 4, 1), "");
        assertWon(bare, store.write(bare, unmoved(full)));
        assertStored(bare, store);
    }

    @Test
    default void oneTakesAnAbsentLease() {
        var store = store();
        var first = lease(N1, 1, 1);
        assertWon(first, store.write(first, new LeaseCondition.Absent()));
        assertRefused(first, store.write(lease(N2, 1, 1), new LeaseCondition.Absent()));
        assertStored(first, store);
    }

    @Test
    default void aLeaseThatStoodStillIsTaken() {
        var store = store();
        var old = taken(store, lease(N1, 5, 70));
        var next = lease(N2, 6, 71);
        assertWon(next, store.write(next, unmoved(old)));
        assertRefused(next, store.write(lease(N1, 5, 71), mine(old)));
    }

    @Test
    default void aLeaseThatMovedIsNotTaken() {
        var store = store();
        var old = taken(store, lease(N1, 5, 70));
        var renewed = lease(N1, 5, 71);
        assertWon(renewed, store.write(renewed, mine(old)));
        assertRefused(renewed, store.write(lease(N2, 6, 71), unmoved(old)));
    }

    @Test
    default void nothingStandsWhereUnmovedOrMineWasExpected() {
        var store = store();
        var next = lease(N1, 2, 2);
        assertEquals(
                new LeaseWrite.Refused(Optional.empty()),
                store.write(next, new LeaseCondition.Unmoved(1, 1)));
        assertEquals(new LeaseWrite.Refused(Optional.empty()), store.write(next, mine(next)));
    }

    @Test
    default void anOlderRenewalThatComesLateChangesNothing() {
        var store = store();
        var first = taken(store, lease(N1, 1, 1));
        var newer = lease(N1, 1, 3);
        assertWon(newer, store.write(newer, mine(first)));
        assertRefused(newer, store.write(lease(N1, 1, 2), mine(first)));
        assertStored(newer, store);
    }

    @Test
    default void aRenewalThatComesAfterTheReleaseChangesNothing() {
        var store = store();
        var first = taken(store, lease(N1, 1, 1));
        var free = released(first);
        assertWon(free, store.write(free, mine(first)));
        assertRefused(free, store.write(lease(N1, 1, 9), mine(first)));
        var next = lease(N2, 2, 3);
        assertWon(next, store.write(next, unmoved(free)));
    }

    @Test
    default void theHolderHandsOverToItsHeir() {
        var store = store();
        var mine = taken(store, lease(N1, 7, 20));
        var heirs = incarnation(lease(N2, 8, 21), "");
        assertWon(heirs, store.write(heirs, mine(mine)));
        assertRefused(heirs, store.write(lease(N1, 7, 22), mine(mine)));
        var renewed = lease(N2, 8, 22);
        assertWon(renewed, store.write(renewed, unmoved(heirs)));
    }

    @Test
    default void anAgentThatStartedAgainAdoptsItsLease() {
        var store = store();
        var before = taken(store, lease(N1, 7, 20));
        var after = incarnation(lease(N1, 7, 21), "n1-second-run");
        assertWon(after, store.write(after, unmoved(before)));
        assertRefused(after, store.write(lease(N1, 7, 22), mine(before)));
    }

    @Test
    default void anotherRunWithTheSameNameIsAnother() {
        var store = store();
        var stored = taken(store, lease(N1, 1, 1));
        var other = incarnation(lease(N1, 1, 2), "other-run");
        assertRefused(stored, store.write(other, mine(other)));
        assertRefused(stored, store.write(lease(N1, 2, 2), mine(lease(N1, 2, 2))));
        assertRefused(stored, store.write(lease(N2, 1, 2), mine(lease(N2, 1, 2))));
    }

    @Test
    default void theSameWriteSentAgainIsWon() {
        var store = store();
        var first = taken(store, lease(N1, 1, 1));
        assertWon(first, store.write(first, new LeaseCondition.Absent()));
        var second = lease(N1, 1, 2);
        assertWon(second, store.write(second, mine(first)));
        assertWon(second, store.write(second, mine(first)));
        var free = released(second);
        assertWon(free, store.write(free, mine(first)));
        assertWon(free, store.write(free, mine(first)));
    }

    @Test
    default void membersComeAndGo() {
        var store = store();
        assertEquals(WRITTEN, store.putMember(member(N1, "first")));
        assertEquals(WRITTEN, store.putMember(member(N2, "")));
        assertEquals(WRITTEN, store.putMember(member(N1, "second")));
        assertEquals(Map.of(N1, member(N1, "second"), N2, member(N2, "")), view(store).members());
        assertEquals(WRITTEN, store.removeMember(N1));
        assertEquals(WRITTEN, store.removeMember(N1));
        assertEquals(Map.of(N2, member(N2, "")), view(store).members());
    }

    @Test
    default void oneRequestIsOpenAtATime() {
        var store = store();
        var kind = OperatorRequest.Kind.SWITCHOVER;
        var first = new OperatorRequest("a", kind, Optional.of(N1), Optional.of(N2));
        var second =
                new OperatorRequest(
                        "b", OperatorRequest.Kind.FAILOVER, Optional.empty(), Optional.empty());
        assertEquals(WRITTEN, store.putRequest(first));
        assertEquals(WRITTEN, store.putRequest(first));
        assertInstanceOf(StoreWrite.Conflict.class, store.putRequest(second));
        assertEquals(Optional.of(first), view(store).request());
        assertEquals(WRITTEN, store.removeRequest("b"));
        assertEquals(Optional.of(first), view(store).request());
        assertEquals(WRITTEN, store.removeRequest("a"));
        assertEquals(WRITTEN, store.removeRequest("a"));
        assertEquals(Optional.empty(), view(store).request());
        assertEquals(WRITTEN, store.putRequest(second));
        assertEquals(Optional.of(second), view(store).request());
    }

    @Test
    default void theDocumentIsChangedByWhoSawItLast() {
        var store = store();
        var first = new ConfigDocument(1, Map.of("lease.ttl", "6s", "postgres.hba", "a\nb"));
        assertEquals(WRITTEN, store.putConfig(first, 0));
        assertEquals(WRITTEN, store.putConfig(first, 0));
        assertEquals(Optional.of(first), view(store).config());
        var second = first.next(Map.of("postgres.parameters.work_mem", ""));
        var other = first.next(Map.of("postgres.parameters.work_mem", "8MB"));
        assertEquals(WRITTEN, store.putConfig(second, 1));
        assertEquals(new StoreWrite.Conflict("version 2 stands there"), store.putConfig(other, 1));
        assertInstanceOf(StoreWrite.Conflict.class, store.putConfig(other, 0));
        assertEquals(Optional.of(second), view(store).config());
        assertEquals(WRITTEN, store.putConfig(second.next(Map.of()), 2));
        assertEquals(Map.of(), view(store).config().orElseThrow().values());
    }

    @Test
    default void historyIsWrittenOnceAndSortedByTimeline() {
        var store = store();
        assertEquals(new Reading.Seen<>(List.of(), NOW), store.history());
        for (int timeline : new int[] {10, 9, 1, 100}) {
            assertEquals(WRITTEN, store.addHistory(entry(timeline, "first")));
        }
        assertEquals(WRITTEN, store.addHistory(entry(9, "second")));
        assertEquals(
                new Reading.Seen<>(
                        List.of(
                                entry(1, "first"),
                                entry(9, "first"),
                                entry(10, "first"),
                                entry(100, "first")),
                        NOW),
                store.history());
        assertEquals(Optional.empty(), view(store).lease());
    }

    private static HistoryEntry entry(int begun, String reason) {
        return new HistoryEntry(
                new Timeline(begun),
                new Timeline(1),
                Lsn.parse("1/2000000"),
                reason,
                "2026-01-02T03:04:05Z",
                N1);
    }

    private static LeaseView taken(ClusterStore store, LeaseView lease) {
        assertWon(lease, store.write(lease, new LeaseCondition.Absent()));
        return lease;
    }

    private static ClusterView view(ClusterStore store) {
        return store.read().seen().orElseThrow();
    }

    private static void assertStored(LeaseView expected, ClusterStore store) {
        assertEquals(Optional.of(expected), view(store).lease());
    }

    private static void assertWon(LeaseView expected, LeaseWrite write) {
        assertEquals(new LeaseWrite.Won(expected), write);
    }

    private static void assertRefused(LeaseView current, LeaseWrite write) {
        assertEquals(new LeaseWrite.Refused(Optional.of(current)), write);
    }
}
