package io.matriarch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.api.Herd;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Retention;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** When a base backup is taken on schedule, and by whom. */
final class BackupScheduleTest {

    private static final Instant STORED = Instant.parse("2026-11-23T03:00:00Z");
    private static final Path NOWHERE = Path.of("/nonexistent");

    private final FakeBackups archive = new FakeBackups();
    private final List<Optional<String>> told = new ArrayList<>();
    private Instant now = STORED;
    private Snapshot here = Herd.standby(Herd.standby(0, true), List.of(), 0);
    private final BackupDuty duty = new BackupDuty(archive, plan(), () -> now);
    private final BackupSchedule schedule = new BackupSchedule(duty, () -> here, told::add);

    @Test
    void theFirstOneIsDueAtOnceAndTheNextADayAfterTheNewestInTheBucket() throws Exception {
        assertTrue(looked());
        archive.list = List.of(backup(STORED));
        after(Duration.ofHours(23));
        assertFalse(looked());
        after(Duration.ofHours(24));
        assertTrue(looked());
        // Somebody else's counts as well.
        archive.list = List.of(backup(STORED), backup(now));
        after(Duration.ofHours(47));
        assertFalse(looked());
        assertEquals(2, archive.taken.size());
    }

    @Test
    void theLeaderStepsInWhenTwoReplicasHaveNot() throws Exception {
        here = Herd.leader();
        archive.list = List.of(backup(STORED));
        after(Duration.ofHours(24).plusMinutes(19));
        assertFalse(looked());
        after(Duration.ofHours(24).plusMinutes(20));
        assertTrue(looked());
    }

    @Test
    void aFailoverChangesNothingButTheTurn() throws Exception {
        archive.list = List.of(backup(STORED));
        after(Duration.ofHours(20));
        assertFalse(looked());
        here = Herd.leader();
        after(Duration.ofHours(24));
        assertFalse(looked(), "the replicas come first");
        here = Herd.standby(Herd.standby(0, true), List.of(), 0);
        // A restart of the agent changes nothing either.
        assertTrue(new BackupSchedule(duty, () -> here, told::add).look());
    }

    @Test
    void noneIsBegunWhileOneIsUnderWayAnywhere() throws Exception {
        archive.list = List.of(backup(STORED));
        archive.underWay = Optional.of("base_2");
        after(Duration.ofHours(30));
        assertFalse(looked());
        archive.underWay = Optional.empty();
        assertTrue(looked());
    }

    @Test
    void afterAFailureItRestsAndSaysWhy() throws Exception {
        archive.takeFails = new IOException("the bucket is gone");
        assertTrue(looked());
        assertEquals(
                Optional.of("taking a base backup failed: the bucket is gone"), schedule.trouble());
        now = now.plus(Duration.ofMinutes(9));
        assertFalse(looked());
        now = now.plus(Duration.ofMinutes(1));
        archive.takeFails = null;
        assertTrue(looked());
        assertEquals(Optional.empty(), schedule.trouble());
    }

    @Test
    void whatNobodyForesawEndsNotTheSchedule() throws Exception {
        archive.newestFails = new IllegalStateException("no one knows");
        schedule.step(true);
        assertEquals(
                Optional.of(
                        "the schedule of base backups failed: java.lang.IllegalStateException: no one knows"),
                told.getLast());
        archive.newestFails = null;
        schedule.step(false);
        ended();
        assertEquals(List.of("n2"), archive.taken);
        schedule.step(false);
        assertEquals(Optional.empty(), told.getLast());
    }

    private void after(Duration sinceStored) {
        now = STORED.plus(sinceStored);
    }

    private boolean looked() throws InterruptedException {
        boolean began = schedule.look();
        ended();
        return began;
    }

    private void ended() throws InterruptedException {
        while (duty.work().filter(BackupWork::running).isPresent()) {
            Thread.sleep(5);
        }
    }

    private static BackupPlan plan() {
        return new BackupPlan(
                Optional.of(Duration.ofDays(1)),
                Retention.NONE,
                OptionalLong.empty(),
                new BackupSource(NOWHERE, NOWHERE, "", NOWHERE, NOWHERE, "n2"),
                new BaseBackups.Proving(NOWHERE, NOWHERE, "false", "n2"),
                () -> {},
                Optional.empty());
    }

    private static BaseBackup backup(Instant stored) {
        return new BaseBackup(
                "base_000000010000000000000002",
                Optional.empty(),
                new Timeline(1),
                new Lsn(2L << 24),
                new Lsn(3L << 24),
                stored,
                stored,
                1,
                1,
                new SystemId("7"),
                150018,
                "n1",
                false,
                Optional.empty(),
                Optional.empty());
    }
}
