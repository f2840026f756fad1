package io.matriarch.decision;

import static io.matriarch.decision.Seen.ID;
import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.NOW;
import static io.matriarch.decision.Seen.SETTINGS;
import static io.matriarch.decision.Seen.lease;
import static io.matriarch.decision.Seen.nothing;
import static io.matriarch.decision.Seen.released;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.SyncSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node without data, when there is an archive. */
final class ArchiveTest {

    private static final LeaseView OTHERS = lease(N2, "i2", 4);

    @Test
    void theArchiveComesFirstAndAfterAFailureTheLeader() {
        var seen =
                nothing().lease(OTHERS).server(new PostgresView.Absent()).peer(N2, true, 2, 7_000);
        assertEquals(
                "Restore restoring from the archive to follow n2: I have no data",
                decided(seen, Memory.EMPTY));
        assertEquals(
                "Clone cloning from n2: I have no data; no backup", decided(seen, failures(1)));
        assertEquals(
                "Restore restoring from the archive to follow n2: I have no data",
                decided(seen, failures(2)));
    }

    @Test
    void withoutALeaderTheArchiveIsTheOnlyWay() {
        var seen = nothing().lease(released(OTHERS)).server(new PostgresView.Absent());
        assertTrue(
                decided(seen, Memory.EMPTY)
                        .startsWith("Restore restoring from the archive, read-only: "),
                decided(seen, Memory.EMPTY));
    }

    @Test
    void whoCountsAsSynchronousIsNotRestoredBehindTheLeadersBack() {
        LeaseView l = released(OTHERS);
        LeaseView sync =
                new LeaseView(
                        l.holder(),
                        l.incarnation(),
                        l.epoch(),
                        l.beat(),
                        l.ttl(),
                        true,
                        l.heir(),
                        new SyncSet(List.of(N1, N2), 1),
                        l.lsn(),
                        l.timeline(),
                        ID,
                        l.failsafe());
        var seen = nothing().lease(sync).server(new PostgresView.Absent());
        assertTrue(
                decided(seen, Memory.EMPTY).startsWith(" waiting for a leader to clone from"),
                decided(seen, Memory.EMPTY));
    }

    @Test
    void whatReplaysTheArchivesLogIsNotRejoined() {
        Memory apart =
                Memory.EMPTY
                        .keeping(Optional.of(new Memory.Slots(false, java.util.Set.of())))
                        .apart(Optional.of(NOW.minus(java.time.Duration.ofSeconds(9))));
        var seen = nothing().lease(OTHERS).standby(2, 6_000, N2, false).peer(N2, true, 2, 9_000);
        assertTrue(
                decided(seen, apart.replayed(new Lsn(5_000))).startsWith(" waiting to stream"),
                decided(seen, apart.replayed(new Lsn(5_000))));
        assertTrue(
                decided(seen, apart.replayed(new Lsn(6_000))).startsWith("Rejoin rejoining n2"),
                decided(seen, apart.replayed(new Lsn(6_000))));
    }

    private static Memory failures(int count) {
        return Memory.EMPTY.troubled(new Memory.Trouble(count, "no backup", NOW, 0, NOW));
    }

    private static String decided(Seen seen, Memory memory) {
        Decision decision = Decider.decide(seen.now(), memory, SETTINGS.withArchive(true));
        String jobs =
                decision.actions().stream()
                        .filter(Action.Run.class::isInstance)
                        .map(a -> ((Action.Run) a).job())
                        .map((PostgresJob job) -> job.getClass().getSimpleName())
                        .reduce("", (_, job) -> job);
        return jobs + " " + decision.because();
    }
}
