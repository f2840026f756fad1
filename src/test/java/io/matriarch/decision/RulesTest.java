package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static io.matriarch.decision.Seen.NOW;
import static io.matriarch.decision.Seen.SETTINGS;
import static io.matriarch.decision.Seen.lease;
import static io.matriarch.decision.Seen.nothing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ranking, eligibility, promises and timers, each by itself. */
class RulesTest {

    private static final Duration TTL = Duration.ofSeconds(6);
    private static final LeaseView LEASE = lease(N2, "n2-1", 4);

    private static PeerReport report(
            io.matriarch.cluster.NodeName name,
            int timeline,
            long position,
            int priority,
            boolean eligible) {
        return new PeerReport(
                name,
                false,
                false,
                4,
                eligible,
                new Timeline(timeline),
                new Lsn(position),
                true,
                false,
                priority,
                false);
    }

    private static Optional<String> better(PeerReport... answers) {
        var me = new CandidateRanking.Candidate(N2, new Timeline(2), new Lsn(100), 1);
        return CandidateRanking.better(me, List.of(answers)).map(c -> c.name().value());
    }

    @Test
    void theBestOneWins() {
        assertEquals(Optional.empty(), better());
        assertEquals(Optional.of("n3"), better(report(N3, 3, 50, 1, true)));
        assertEquals(Optional.of("n3"), better(report(N3, 2, 101, 1, true)));
        assertEquals(Optional.of("n3"), better(report(N3, 2, 100, 2, true)));
        assertEquals(Optional.of("n1"), better(report(N1, 2, 100, 1, true)));
        assertEquals(Optional.empty(), better(report(N3, 2, 100, 1, true)));
        assertEquals(Optional.empty(), better(report(N3, 2, 99, 9, true)));
    }

    @Test
    void nobodyYieldsToOneThatMayNotLead() {
        assertEquals(Optional.empty(), better(report(N3, 9, 999, 9, false)));
    }

    @Test
    void whoMayLead() {
        assertEquals(
                Optional.empty(), obstacle(nothing().lease(LEASE).standby(2, 5_000, N2, false)));
        assertTrue(
                obstacle(nothing().lease(LEASE).standby(1, 9_000, N2, false))
                        .orElseThrow()
                        .contains("timeline 1 is behind"));
        assertTrue(
                obstacle(nothing().lease(LEASE).primary(2, true))
                        .orElseThrow()
                        .contains("not a running standby"));
        assertTrue(
                obstacle(
                                nothing()
                                        .lease(LEASE.confirmedBy(Set.of(N2, N3)))
                                        .standby(2, 5_000, N2, false))
                        .orElseThrow()
                        .contains("not in the failsafe list"));
        assertTrue(
                obstacle(nothing().lease(LEASE).standby(2, 5_000, N2, false).stopping())
                        .isPresent());
    }

    @Test
    void theLagLimitIsExact() {
        long limit = SETTINGS.maximumLag();
        LeaseView far = at(limit + 1_000);
        assertTrue(obstacle(nothing().lease(far).standby(2, 1_000, N2, false)).isEmpty());
        assertTrue(
                obstacle(nothing().lease(far).standby(2, 999, N2, false))
                        .orElseThrow()
                        .contains("it lacks %d bytes".formatted(limit + 1)));
    }

    /** A cluster that was demoted may have what the other one lacks. */
    @Test
    void theLagLimitHoldsInAStandbyClusterUnlessTheOtherOneTakesWrites() {
        var other = new StandbyOf(List.of(new StandbyOf.Host("far", 5432)), "");
        NodeSettings follows = SETTINGS.following(Optional.of(other));
        Seen seen = nothing().lease(at(SETTINGS.maximumLag() + 1_000)).standby(2, 999, N2, false);
        assertTrue(Eligibility.obstacle(seen.now(), Memory.EMPTY, follows).isPresent());
        var writes =
                new RemoteView(
                        Optional.of(other.upstream(other.hosts().getFirst())),
                        Optional.empty(),
                        true,
                        LEASE.systemId(),
                        "");
        assertTrue(
                Eligibility.obstacle(seen.remote(writes).now(), Memory.EMPTY, follows).isEmpty());
    }

    private static LeaseView at(long position) {
        return LEASE.notBehind(
                new LeaseView(
                        N2,
                        "n2-1",
                        4,
                        11,
                        TTL,
                        false,
                        Optional.empty(),
                        LEASE.sync(),
                        new Lsn(position),
                        LEASE.timeline(),
                        LEASE.systemId(),
                        LEASE.failsafe()));
    }

    private static Optional<String> obstacle(Seen seen) {
        return Eligibility.obstacle(seen.now(), Memory.EMPTY, SETTINGS);
    }

    @Test
    void aPromiseLastsATtlByTheOwnClock() {
        Promises.Answer answer = promise(4, false, false, LEASE, Memory.EMPTY);
        assertTrue(answer.given());
        assertTrue(answer.next().standsBy(NOW.plus(TTL).minus(Duration.ofNanos(1))));
        assertFalse(answer.next().standsBy(NOW.plus(TTL)));
    }

    @Test
    void aLaterPromiseNeverShortensAnEarlierOne() {
        Moment far = NOW.plus(Duration.ofSeconds(60));
        Memory before = Memory.EMPTY.promised(Optional.of(new Memory.Promise(N2, 4, far)));
        assertTrue(
                promise(4, false, false, LEASE, before)
                        .next()
                        .standsBy(far.minus(Duration.ofNanos(1))));
    }

    @Test
    void whoHoldsTheLeaseOrIsAboutToRefuses() {
        assertFalse(promise(4, true, false, LEASE, Memory.EMPTY).given());
        assertFalse(promise(4, false, true, LEASE, Memory.EMPTY).given());
        assertFalse(promise(3, false, false, LEASE, Memory.EMPTY).given());
        assertFalse(promise(4, false, false, lease(N3, "n3-1", 4), Memory.EMPTY).given());
        assertEquals(Memory.EMPTY, promise(3, false, false, LEASE, Memory.EMPTY).next());
    }

    private static Promises.Answer promise(
            long epoch, boolean holds, boolean writing, LeaseView lease, Memory memory) {
        return Promises.answer(
                N2, epoch, TTL, holds, writing, Optional.of(lease), memory, SETTINGS, NOW);
    }

    @Test
    void everySpanOfALeaseEndsBeforeTheNext() {
        for (int ttl = 1_000; ttl <= 60_000; ttl += 250) {
            for (int beat = 100; beat <= 5_000; beat += 100) {
                LeaseTimers t = new LeaseTimers(Duration.ofMillis(ttl), Duration.ofMillis(beat));
                if (t.contradiction().isEmpty()) {
                    ordered(t);
                }
            }
        }
    }

    /** Twice attempted, once asked, stopped by the guard, by the switch, dead, and then free. */
    private static void ordered(LeaseTimers t) {
        Duration asked = t.failsafeAfter().plus(t.failsafeRound());
        assertTrue(asked.compareTo(t.tenure()) < 0, t.toString());
        assertTrue(t.attempt().compareTo(t.beat()) < 0, t.toString());
        assertTrue(t.tenure().compareTo(t.switchAfter()) < 0, t.toString());
        assertTrue(t.switchAfter().plusMillis(400).compareTo(t.deadBy()) < 0, t.toString());
        // The slowest clock's holder is dead before the fastest clock's watcher may take over.
        assertTrue(t.deadBy().toNanos() / 0.95 < t.ttl().toNanos() / 1.05, t.toString());
    }

    @Test
    void theDefaultTimersAreSafe() {
        assertEquals(Optional.empty(), new LeaseTimers(TTL, Duration.ofSeconds(1)).contradiction());
        assertTrue(new LeaseTimers(TTL, Duration.ofSeconds(2)).contradiction().isPresent());
    }
}
