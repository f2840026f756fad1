package io.matriarch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.api.Herd;
import io.matriarch.cluster.LeaseTimers;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Timeline;
import io.matriarch.decision.RunningJob;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A restore that waits at its target says so in the list, also after the agent started again. */
final class PausedRestoreTest {

    static List<PostgresJob> jobs() {
        return List.of(
                new PostgresJob.Initialize(true),
                new PostgresJob.StartPrimary(),
                new PostgresJob.StartStandby(Optional.empty()),
                new PostgresJob.Promote());
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void itIsPausedAndElsewhereItIsWhatTheJobSays(PostgresJob job) {
        assertEquals("recovery paused", state(job, true));
        assertEquals(Snapshots.state(job), state(job, false));
    }

    private static String state(PostgresJob job, boolean paused) {
        var timers = new LeaseTimers(Duration.ofSeconds(6), Duration.ofSeconds(1));
        var known = new Known(NodeSettings.of(Herd.N1, timers, 1 << 20));
        known.job = new RunningJob(job, new Moment(0));
        known.postgres =
                Herd.seen(
                        new PostgresView.Standby(
                                Herd.ID,
                                new Timeline(1),
                                Lsn.ZERO,
                                Lsn.ZERO,
                                false,
                                false,
                                Optional.empty(),
                                150006,
                                "2026-01-02T03:04:05Z",
                                Optional.empty(),
                                paused));
        return new MemberCard(Herd.N1, "127.0.0.1", 5432, "http://127.0.0.1:8008", "test", "")
                .member(known, true, "")
                .state();
    }
}
