package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.GroupView;
import io.matriarch.cluster.GroupWord;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Notice;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.SyncSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** n1's machine is about to go, or is broken. */
final class DepartingTest {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final LeaseView MINE = Seen.lease(N1, "n1-2", 4);
    private static final LeaseView THEIRS = Seen.lease(N2, "n2-1", 4);

    private static Seen leader() {
        return Seen.nothing().holding(MINE, Duration.ofMillis(100)).primary(2, true);
    }

    private static Seen replica() {
        return Seen.nothing()
                .lease(THEIRS)
                .standby(2, 5_000, N2, true)
                .peer(N2, true, 2, 6_000)
                .peer(N3, false, 2, 5_000);
    }

    private static Decision decide(Seen seen) {
        return Decider.decide(seen.now(), kept(), Seen.SETTINGS);
    }

    /** The slots of a leader with two members, and of a replica, are as they should be. */
    private static Memory kept() {
        return Memory.EMPTY.keeping(Optional.of(new Memory.Slots(true, java.util.Set.of(N2, N3))));
    }

    private static List<GroupWord> words(Decision decision) {
        return decision.actions().stream()
                .filter(Action.TellGroup.class::isInstance)
                .map(a -> ((Action.TellGroup) a).word())
                .toList();
    }

    @Test
    void aLeaderHandsOverToTheBestOneThatStays() {
        Decision decision =
                decide(
                        leader().peer(N2, false, 2, 5_000)
                                .peer(N3, false, 2, 6_000)
                                .notice(Notice.Kind.SPOT, SOON));
        assertEquals(N3, decision.next().handOver().orElseThrow().heir());
        assertEquals(
                "handing over to n3, because this machine is about to go (a test): a checkpoint"
                        + " first",
                decision.because());
    }

    @Test
    void aLeaderWithoutAnHeirLeadsOnAndSaysSo() {
        Decision decision = decide(leader().notice(Notice.Kind.SPOT, SOON));
        assertTrue(decision.next().handOver().isEmpty());
        assertTrue(decision.because().startsWith("leading on, though"), decision.because());
    }

    @Test
    void maintenanceIsHeededAQuarterOfAnHourBefore() {
        Seen healthy = leader().peer(N2, false, 2, 6_000).peer(N3, false, 2, 6_000);
        Duration far = Duration.ofMinutes(16);
        assertTrue(
                decide(healthy.notice(Notice.Kind.MAINTENANCE, far)).next().handOver().isEmpty());
        Duration near = Duration.ofMinutes(14);
        assertTrue(
                decide(healthy.notice(Notice.Kind.MAINTENANCE, near))
                        .next()
                        .handOver()
                        .isPresent());
    }

    @Test
    void aHandOverThatFailedIsNotTriedAgainAtOnce() {
        Seen healthy = leader().peer(N2, false, 2, 6_000).notice(Notice.Kind.SPOT, SOON);
        Memory tried = kept().fate(Fate.OPEN.handOverAgain(Seen.NOW.plus(Duration.ofSeconds(5))));
        Decision decision = Decider.decide(healthy.now(), tried, Seen.SETTINGS);
        assertTrue(decision.next().handOver().isEmpty());
        assertTrue(decision.because().startsWith("leading on, though"), decision.because());
    }

    @Test
    void aReplicaThatSurelyGoesStopsAndOneThatMayGoStreamsOn() {
        Decision spot = decide(replica().notice(Notice.Kind.SPOT, SOON));
        assertTrue(
                spot.actions().stream()
                        .anyMatch(
                                a ->
                                        a instanceof Action.Run(PostgresJob job)
                                                && job instanceof PostgresJob.Stop));
        Decision rebalance = decide(replica().notice(Notice.Kind.REBALANCE, Duration.ZERO));
        assertFalse(
                rebalance.actions().stream()
                        .anyMatch(
                                a ->
                                        a instanceof Action.Run(PostgresJob job)
                                                && job instanceof PostgresJob.Stop));
    }

    @Test
    void aStandbyThatCommitsWaitForIsLetOutFirst() {
        LeaseView waits = THEIRS.with(SyncSet.of(N2, List.of(N1)));
        Decision early = decide(replica().lease(waits).notice(Notice.Kind.SPOT, SOON));
        assertEquals(
                "leaving, because this machine is about to go (a test): waiting until n2 has taken"
                        + " me out of the sync set",
                early.because());
        Decision late =
                decide(replica().lease(waits).notice(Notice.Kind.SPOT, Duration.ofSeconds(10)));
        assertTrue(late.because().endsWith("stopping PostgreSQL"), late.because());
    }

    @Test
    void inARaceOthersComeFirstForATtl() {
        Seen race =
                Seen.nothing()
                        .lease(Seen.released(THEIRS))
                        .standby(2, 6_000, N2, false)
                        .peer(N3, false, 2, 6_000)
                        .notice(Notice.Kind.REBALANCE, Duration.ZERO);
        Decision first = decide(race);
        assertTrue(first.because().startsWith("letting the others lead"), first.because());
        assertEquals(List.of(), first.actions());
        Memory waited = Memory.EMPTY.yielding(Optional.of(Seen.NOW.minus(Duration.ofSeconds(7))));
        Decision last = Decider.decide(race.now(), waited, Seen.SETTINGS);
        assertTrue(last.actions().stream().anyMatch(Action.Take.class::isInstance), last.because());
    }

    @Test
    void theGroupIsAskedToWaitUntilPostgresIsDown() {
        Seen still = replica().notice(Notice.Kind.TERMINATING, SOON);
        assertEquals(
                List.of(GroupWord.BUSY),
                words(decide(still.job(new PostgresJob.Stop(PostgresJob.Stop.Mode.FAST, SOON)))));
        Seen down = replica().down("shut down in recovery", 2, true);
        assertEquals(
                List.of(GroupWord.MAY_GO),
                words(decide(down.notice(Notice.Kind.TERMINATING, SOON))));
        assertEquals(List.of(), words(decide(down.notice(Notice.Kind.SPOT, SOON))));
        assertEquals(
                List.of(),
                words(decide(replica().notice(Notice.Kind.TERMINATING, Duration.ofMinutes(-31)))));
    }

    @Test
    void aLeaderThatNobodyCanFollowIsNotWaitedForWithoutTheStore() {
        Seen blind = leader().blind().notice(Notice.Kind.TERMINATING, SOON);
        assertEquals(List.of(GroupWord.BUSY), words(decide(blind)));
    }

    @Test
    void onlyTheOneThatTheLeaseNamesReportsItself() {
        Seen broken = broken();
        assertEquals(List.of(), words(judged(broken.lease(THEIRS))));
        assertEquals(
                List.of(GroupWord.UNHEALTHY),
                words(judged(broken.lease(THEIRS.replacing(Optional.of(N1))))));
        assertEquals(List.of(), words(judged(broken.lease(THEIRS.replacing(Optional.of(N3))))));
    }

    @Test
    void whomCommitsWaitForKeepsItsDisk() {
        LeaseView waits = THEIRS.replacing(Optional.of(N1)).with(SyncSet.of(N2, List.of(N1)));
        assertEquals(List.of(), words(judged(broken().lease(waits))));
    }

    @Test
    void nobodyIsReplacedWhileNoOtherStandbyIsFit() {
        Seen alone =
                Seen.nothing()
                        .server(new PostgresView.Unusable("the disk is gone"))
                        .lease(THEIRS.replacing(Optional.of(N1)))
                        .peer(N2, true, 2, 6_000)
                        .group(GroupView.Standing.HEALTHY);
        assertEquals(List.of(), words(judged(alone)));
    }

    @Test
    void whatIsBrokenIsSaidOnlyAfterAWhileAndOnlyInAGroup() {
        Memory young = broken(Duration.ofMinutes(9));
        Memory old = broken(Duration.ofMinutes(11));
        Observation seen = broken().lease(THEIRS).now();
        assertEquals("", Replacing.announced(seen, young, Seen.SETTINGS));
        assertEquals("the disk is gone", Replacing.announced(seen, old, Seen.SETTINGS));
        Observation apart = broken().lease(THEIRS).group(GroupView.Standing.NONE).now();
        assertEquals("", Replacing.announced(apart, old, Seen.SETTINGS));
    }

    @Test
    void whoMayHaveToldTheGroupGoesOnSayingSo() {
        Observation unsure =
                replica()
                        .lease(THEIRS.replacing(Optional.of(N1)))
                        .group(GroupView.Standing.UNKNOWN)
                        .now();
        assertEquals("to be replaced", Replacing.announced(unsure, Memory.EMPTY, Seen.SETTINGS));
    }

    @Test
    void aStandbyThatStreamsIsWellAgain() {
        Memory mended = Replacing.update(replica().now(), broken(Duration.ofMinutes(11)));
        assertTrue(mended.fate().broken().isEmpty());
        Memory tired = Memory.EMPTY;
        for (int i = 0; i < 3; i++) {
            tired =
                    Health.learn(
                            tired,
                            new PostgresJob.StartPrimary(),
                            new JobOutcome.Failed("no"),
                            Seen.NOW);
        }
        Observation down = replica().down("shut down in recovery", 2, true).now();
        assertTrue(Replacing.update(down, tired).fate().broken().isPresent());
    }

    private static Seen broken() {
        return Seen.nothing()
                .server(new PostgresView.Unusable("the disk is gone"))
                .peer(N2, true, 2, 6_000)
                .peer(N3, false, 2, 6_000)
                .group(GroupView.Standing.HEALTHY);
    }

    private static Memory broken(Duration span) {
        return Memory.EMPTY.fate(
                Fate.OPEN.broken(
                        Optional.of(new Fate.Broken(Seen.NOW.minus(span), "the disk is gone"))));
    }

    private static Decision judged(Seen seen) {
        return Decider.decide(seen.now(), broken(Duration.ofMinutes(11)), Seen.SETTINGS);
    }
}
