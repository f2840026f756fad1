package io.matriarch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.ArchiveHealth;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Myself;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.history.LogLedger;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An archive that fails is said beside whatever else there is to say. */
final class ArchiveTroubleTest {

    private static final NodeName N1 = new NodeName("n1");
    private static final LeaseTimers TIMERS =
            new LeaseTimers(Duration.ofSeconds(6), Duration.ofSeconds(1));

    @Test
    void aFailingArchiveIsPartOfTheSentenceUntilItWorksAgain() {
        var loop =
                new ControlLoop(
                        new Myself(N1, "run-1", Set.of()),
                        NodeSettings.of(N1, TIMERS, 1 << 20),
                        new MemberCard(N1, "127.0.0.1", 5432, "http://127.0.0.1:8008", "test", ""),
                        new TenureGuard(TIMERS),
                        _ -> {},
                        new LogLedger());
        Moment now = new Moment(1_000_000_000_000L);
        loop.step(new Event.Tick(), now, 0);
        String before = loop.because();
        loop.step(
                seen(Optional.of("WAL archiving has failed for 40 s: no; 12 files wait")), now, 0);
        assertEquals(
                before + "; WAL archiving has failed for 40 s: no; 12 files wait", loop.because());
        assertEquals(12, loop.snapshot("herd", now).archive().orElseThrow().waiting());
        loop.step(new Event.BackupsSeen(Optional.of("base_1 is damaged")), now, 0);
        assertTrue(loop.because().endsWith("12 files wait; base_1 is damaged"), loop.because());
        loop.step(seen(Optional.empty()), now, 0);
        loop.step(new Event.BackupsSeen(Optional.empty()), now, 0);
        assertEquals(before, loop.because());
    }

    @Test
    void onlyItsFiguresAreNoNews() {
        var earlier = Sentence.of("I lead; WAL archiving has failed for 40 s: no; 1 file waits");
        var later = Sentence.of("I lead; WAL archiving has failed for 44 s: no; 12 files wait");
        assertFalse(later.isNewsAfter(earlier));
        assertTrue(later.isNewsAfter(Sentence.of("I lead")));
    }

    private static Event seen(Optional<String> trouble) {
        return new Event.ArchiveSeen(new ArchiveHealth.View(3, 1, 12, trouble));
    }
}
