package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.lease;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A member that takes its log from the archive alone, and finds out when that leads nowhere. */
class UnstreamedTest {

    private static final LeaseView THEIRS = lease(N2, "n2-1", 4);

    private static final Memory KEPT =
            Memory.EMPTY.keeping(Optional.of(new Memory.Slots(false, Set.of())));

    /** n1 is tagged; n2 leads on timeline 2. */
    private static Seen tagged(int timeline, @Nullable NodeName upstream, boolean streaming) {
        return Seen.nothing()
                .lease(THEIRS)
                .standby(timeline, 5_000, upstream, streaming)
                .peer(N2, true, 2, 6_000)
                .tags(N1, Tags.of(Map.of("nostream", "true")));
    }

    /** It has stood at the same position for so long. */
    private static Memory still(Duration span) {
        return KEPT.apart(Optional.of(Seen.NOW.minus(span))).replayed(new Lsn(5_000));
    }

    /** The same lease, when its holder had come so far. */
    private static LeaseView at(long position) {
        return new LeaseView(
                THEIRS.holder(),
                THEIRS.incarnation(),
                THEIRS.epoch(),
                THEIRS.beat(),
                THEIRS.ttl(),
                false,
                THEIRS.heir(),
                THEIRS.sync(),
                new Lsn(position),
                THEIRS.timeline(),
                THEIRS.systemId(),
                THEIRS.failsafe());
    }

    private static Decision decide(Seen seen, Memory memory) {
        return Decider.decide(seen.now(), memory, Seen.SETTINGS);
    }

    private static boolean rejoins(Decision decision) {
        return decision.actions().stream()
                .anyMatch(a -> a instanceof Action.Run(PostgresJob.Rejoin _));
    }

    @Test
    void whoStreamsRestartsWithoutWhenItsTurnComes() {
        assertTrue(
                decide(tagged(2, N2, true), KEPT)
                        .because()
                        .startsWith("waiting for my turn to restart PostgreSQL without a stream"));
    }

    @Test
    void whoDoesNotStreamGoesOn() {
        Decision decision = decide(tagged(2, null, false), KEPT);
        assertTrue(decision.because().contains("a replica of n2 from the archive alone"));
    }

    @Test
    void whatTheArchiveDoesNotBringIsFoundByRejoining() {
        assertFalse(rejoins(decide(tagged(1, null, false), still(Duration.ofSeconds(119)))));
        Decision decision = decide(tagged(1, null, false), still(Duration.ofSeconds(120)));
        assertTrue(rejoins(decision), decision.because());
        assertEquals(
                "rejoining n2 on timeline 2: the archive has brought nothing for 120 s",
                decision.because());
        assertFalse(
                rejoins(decide(tagged(1, null, false), decision.next())), "and not over and over");
    }

    @Test
    void nearbyOnTheSameTimelineItWaits() {
        assertFalse(rejoins(decide(tagged(2, null, false), still(Duration.ofHours(1)))));
    }

    @Test
    void farBehindOnTheSameTimelineItRejoins() {
        Seen far = tagged(2, null, false).lease(at(5_000 + 65L * 1024 * 1024));
        assertFalse(rejoins(decide(far, still(Duration.ofMinutes(4)))));
        assertTrue(rejoins(decide(far, still(Duration.ofMinutes(5)))));
    }

    @Test
    void onItsWayBackItStreamsUntilItIsThere() {
        Decision decision = decide(tagged(1, N2, true), KEPT);
        assertTrue(decision.because().startsWith("no action: I am n1, a replica of n2"));
    }

    @Test
    void aPauseLeavesItAsItIs() {
        Decision stays = decide(tagged(2, N2, true).paused(), KEPT);
        assertTrue(stays.because().contains("by its stream for now"), stays.because());
        assertFalse(rejoins(decide(tagged(1, null, false).paused(), still(Duration.ofHours(1)))));
    }

    @Test
    void anOperatorsRestartIsDone() {
        Order order = new Order.Restart("o1", Order.RestartFilter.ALWAYS, Duration.ofSeconds(60));
        Decision decision = decide(tagged(2, null, false).orders(order), KEPT);
        assertEquals("restarting PostgreSQL as an operator asked: stopping it", decision.because());
    }
}
