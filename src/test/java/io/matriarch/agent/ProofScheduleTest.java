package io.matriarch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.api.Herd;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.NotEnoughRoom;
import io.matriarch.backup.Retention;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Who proves the newest base backup, when, and what is said when that fails. */
final class ProofScheduleTest {

    private static final Instant STORED = Instant.parse("2026-11-23T03:00:00Z");
    private static final Path NOWHERE = Path.of("/nonexistent");

    private final FakeBackups archive = new FakeBackups();
    private Instant now = STORED.plusSeconds(60);
    private Snapshot here = Herd.standby(Herd.standby(0, true), List.of(), 0);
    private final BackupDuty duty = new BackupDuty(archive, plan(), () -> now);
    private final BackupSchedule schedule = new BackupSchedule(duty, () -> here, _ -> {});

    @Test
    void aReplicaProvesTheNewestOneOnceADay() throws Exception {
        assertFalse(looked(), "there is none yet");
        archive.list = List.of(backup(Optional.empty(), Optional.empty()));
        assertTrue(looked());
        assertEquals(List.of("base_000000010000000000000002"), archive.verified);

        archive.list = List.of(backup(proof(now), Optional.empty()));
        now = now.plus(Duration.ofHours(23));
        assertFalse(looked());
        now = now.plus(Duration.ofHours(1));
        assertTrue(looked());
        assertEquals(Optional.empty(), schedule.trouble());
    }

    @Test
    void theLeaderNeverDoes() throws Exception {
        here = Herd.leader();
        archive.list = List.of(backup(Optional.empty(), Optional.empty()));
        now = now.plus(Duration.ofDays(30));
        assertFalse(looked());
    }

    @Test
    void whatAnotherNodeBeganIsNotBegunAgain() throws Exception {
        archive.list = List.of(backup(Optional.empty(), Optional.empty()));
        var _ = duty.list();
        var attempt = new BaseBackup.Attempt(now, "n3", Optional.empty());
        archive.list = List.of(backup(Optional.empty(), Optional.of(attempt)));
        assertFalse(schedule.lookAtProof());
        assertEquals(List.of(), archive.verified);
    }

    @Test
    void aDiskWithoutRoomIsSaidAndLeavesItToOthers() throws Exception {
        archive.list = List.of(backup(Optional.empty(), Optional.empty()));
        archive.verifyFails = new NotEnoughRoom("/scratch has 1 MB free");
        assertTrue(looked());
        assertTrue(duty.work().orElseThrow().outcome().orElseThrow().well());
        assertEquals(
                Optional.of("verifying a base backup is skipped: /scratch has 1 MB free"),
                schedule.trouble());
        now = now.plus(Duration.ofMinutes(59));
        assertFalse(looked(), "it rests for an hour");
        now = now.plus(Duration.ofMinutes(1));
        archive.verifyFails = null;
        assertTrue(looked());
        assertEquals(Optional.empty(), schedule.trouble());
    }

    @Test
    void aFailureIsSaidHereAndByTheLeader() throws Exception {
        archive.list = List.of(backup(Optional.empty(), Optional.empty()));
        archive.verifyFails = new IOException("part_001.tar.lz4 is damaged");
        assertTrue(looked());
        assertEquals(
                Optional.of("verifying a base backup failed: part_001.tar.lz4 is damaged"),
                schedule.trouble());

        var failed = new BaseBackup.Attempt(now, "n2", Optional.of("part_001.tar.lz4 is damaged"));
        archive.list = List.of(backup(Optional.empty(), Optional.of(failed)));
        here = Herd.leader();
        var leader = new BackupDuty(archive, plan(), () -> now);
        var _ = leader.list();
        assertEquals(
                Optional.of(
                        "base_000000010000000000000002 could not be restored on n2:"
                                + " part_001.tar.lz4 is damaged"),
                new BackupSchedule(leader, () -> here, _ -> {}).trouble());
    }

    /** Whether a proof was begun; it has ended then. */
    private boolean looked() throws Exception {
        var _ = duty.list();
        boolean began = schedule.lookAtProof();
        while (duty.work().filter(BackupWork::running).isPresent()) {
            Thread.sleep(5);
        }
        return began;
    }

    private static BackupPlan plan() {
        return new BackupPlan(
                Optional.empty(),
                Retention.NONE,
                OptionalLong.empty(),
                new BackupSource(NOWHERE, NOWHERE, "", NOWHERE, NOWHERE, "n2"),
                new BaseBackups.Proving(NOWHERE, NOWHERE, "false", "n2"),
                () -> {},
                Optional.of(Duration.ofDays(1)));
    }

    private static Optional<BaseBackup.Proof> proof(Instant at) {
        return Optional.of(new BaseBackup.Proof(at, 1000, "everything"));
    }

    private static BaseBackup backup(
            Optional<BaseBackup.Proof> proof, Optional<BaseBackup.Attempt> attempt) {
        return new BaseBackup(
                "base_000000010000000000000002",
                Optional.empty(),
                new Timeline(1),
                new Lsn(2L << 24),
                new Lsn(3L << 24),
                STORED,
                STORED,
                1,
                1,
                new SystemId("7"),
                150018,
                "n1",
                false,
                proof,
                attempt);
    }
}
