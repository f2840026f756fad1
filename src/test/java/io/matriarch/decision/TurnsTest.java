package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static io.matriarch.decision.Seen.lease;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Bidding;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerNews;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.SlotView;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Standbys that must restart, and the leader that says whose turn it is. */
class TurnsTest {

    private static final LeaseView THEIRS = lease(N2, "n2-1", 4);
    private static final LeaseView MINE = lease(N1, "n1-2", 4);
    private static final Memory KEPT =
            Memory.EMPTY.keeping(Optional.of(new Memory.Slots(false, Set.of())));
    private static final Memory LEADING =
            Memory.EMPTY.keeping(Optional.of(new Memory.Slots(true, Set.of(N2, N3))));

    /** n1 streams from n2, and lacks a slot that it can take in only when it starts. */
    private static Seen lacking(LeaseView lease) {
        return Seen.nothing()
                .lease(lease)
                .standby(2, 5_000, N2, true)
                .peer(N2, true, 2, 6_000)
                .slots(new SlotView(List.of("orders"), List.of(), ""));
    }

    private static PeerReport report(NodeName name, boolean leaving, boolean restarts) {
        return told(name, false, leaving, restarts, Optional.empty());
    }

    private static PeerReport giving(NodeName turn) {
        return told(N2, true, false, false, Optional.of(turn));
    }

    private static PeerReport told(
            NodeName name,
            boolean leads,
            boolean leaving,
            boolean restarts,
            Optional<NodeName> turn) {
        return new PeerReport(
                name,
                leads,
                leads,
                4,
                !leads,
                new Timeline(2),
                new Lsn(6_000),
                !leads,
                leads,
                1,
                leaving,
                false,
                new PeerNews("", Optional.empty(), false, Bidding.VAIN, restarts, turn));
    }

    private static Decision decide(Seen seen, Memory memory) {
        return Decider.decide(seen.now(), memory, Seen.SETTINGS);
    }

    private static boolean restarts(Decision decision) {
        return decision.actions().stream()
                .anyMatch(a -> a instanceof Action.Run(PostgresJob.Rejoin _));
    }

    @Test
    void nobodyRestartsBeforeItsTurn() {
        Decision decision = decide(lacking(THEIRS), KEPT);
        assertFalse(restarts(decision));
        assertTrue(Turns.wishes(decision.next()));
        assertFalse(Ordering.leavesSet(decision.next()), "commits may wait for it until then");
        assertEquals(
                "waiting for my turn to restart PostgreSQL to take in the slots orders of n2: one"
                        + " standby after the other",
                decision.because());
    }

    @Test
    void whoseTurnItIsLeavesTheSetFirst() {
        LeaseView counting = THEIRS.with(new SyncSet(List.of(N1), 1));
        Decision asks = decide(lacking(counting).peer(giving(N1)), KEPT);
        assertFalse(restarts(asks));
        assertTrue(Ordering.leavesSet(asks.next()));
        assertEquals(
                "restarting PostgreSQL to take in the slots orders of n2: waiting until n2 has"
                        + " taken me out of the sync set",
                asks.because());
        Memory since = turn(asks.next(), Duration.ofSeconds(2));
        assertFalse(restarts(decide(lacking(counting).peer(giving(N1)), since)), "still in it");
        assertTrue(restarts(decide(lacking(THEIRS).peer(giving(N1)), since)), "let out");
        Memory ages = turn(asks.next(), Duration.ofSeconds(7));
        assertTrue(restarts(decide(lacking(counting).peer(giving(N1)), ages)), "not without end");
    }

    private static Memory turn(Memory memory, Duration ago) {
        return memory.turns(memory.turns().leaving(Seen.NOW.minus(ago)));
    }

    @Test
    void aLeaderThatGivesNoTurnsIsNotWaitedForWithoutEnd() {
        Memory waiting =
                KEPT.turns(
                        TurnMemory.NOTHING.wishing(
                                Optional.of(Seen.NOW.minus(Duration.ofMinutes(2)))));
        assertTrue(Ordering.leavesSet(decide(lacking(THEIRS), waiting).next()));
    }

    @Test
    void aLeaderGivesOneTurnAtATime() {
        Seen both =
                Seen.nothing()
                        .holding(MINE, Duration.ofMillis(500))
                        .primary(2, true)
                        .peer(report(N2, false, true))
                        .peer(report(N3, false, true));
        Memory first = decide(both, LEADING).next();
        assertEquals(Optional.of(N2), Turns.turn(first));
        assertEquals(Optional.of(N2), Turns.turn(decide(both, first).next()), "until it is back");
        Seen back =
                Seen.nothing()
                        .holding(MINE, Duration.ofMillis(500))
                        .primary(2, true)
                        .peer(N2, false, 2, 6_000)
                        .peer(report(N3, false, true));
        Memory over = decide(back, first).next();
        assertEquals(Optional.empty(), Turns.turn(over), "it may have heard of its turn just now");
        Memory later = over.turns(over.turns().giving(ended(Duration.ofMillis(1500))));
        assertTrue(Turns.mayGo(back.now(), over, N2), "no commit waits for it before that");
        assertFalse(Turns.mayGo(back.now(), later, N2));
        assertEquals(Optional.of(N3), Turns.turn(decide(back, later).next()));
    }

    private static Optional<TurnMemory.Given> ended(Duration ago) {
        return Optional.of(
                new TurnMemory.Given(N2, Seen.NOW.minus(ago), Optional.of(Seen.NOW.minus(ago))));
    }

    @Test
    void nobodyGetsATurnWhileAnotherOneLeaves() {
        Seen leaving =
                Seen.nothing()
                        .holding(MINE, Duration.ofMillis(500))
                        .primary(2, true)
                        .peer(report(N2, true, false))
                        .peer(report(N3, false, true));
        assertEquals(Optional.empty(), Turns.turn(decide(leaving, LEADING).next()));
    }
}
