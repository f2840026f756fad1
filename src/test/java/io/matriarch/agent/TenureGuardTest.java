package io.matriarch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long a lease counts, at a ttl of 6 s: 4.5 s from before the question. */
final class TenureGuardTest {

    private final TenureGuard guard =
            new TenureGuard(new LeaseTimers(Duration.ofSeconds(6), Duration.ofSeconds(1)));

    private static Moment at(double seconds) {
        return new Moment((long) (seconds * 1e9));
    }

    private static LeaseView lease() {
        return new LeaseView(
                new NodeName("n1"),
                "run",
                1,
                1,
                Duration.ofSeconds(6),
                false,
                Optional.empty(),
                SyncSet.NONE,
                Lsn.ZERO,
                Timeline.NONE,
                SystemId.NONE,
                Set.of());
    }

    @Test
    void aTenureCountsFromBeforeTheQuestion() {
        guard.confirm(lease(), at(10));
        assertEquals(true, guard.validAt(at(14.4)));
        assertEquals(false, guard.validAt(at(14.5)));
    }

    /** The machine was suspended between question and answer, and its clock stood still. */
    @Test
    void anAnswerToAQuestionFromBeforeAJumpAddsNothing() {
        guard.confirm(lease(), at(10));
        guard.doubt(at(10.5));
        guard.confirm(lease(), at(10.4));
        assertEquals(true, guard.validAt(at(12)));
        assertEquals(false, guard.validAt(at(12.1)));
        guard.confirm(lease(), at(10.6));
        assertEquals(true, guard.validAt(at(15)));
    }

    @Test
    void whatIsWonAfterAJumpButAskedBeforeItCountsForAMomentOnly() {
        guard.doubt(at(10.5));
        guard.confirm(lease(), at(10.4));
        assertEquals(false, guard.validAt(at(12.1)));
    }
}
