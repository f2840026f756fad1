package io.matriarch.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be restored, when the log has gaps, and several timelines. */
final class ReachTest {

    private static final long SEGMENT = 16L << 20;
    private static final Instant DAY = Instant.parse("2026-11-22T00:00:00Z");
    private static final RestoreTarget LATEST = new RestoreTarget.Latest();

    private final ArchivedLog log = new ArchivedLog(SEGMENT);
    private final List<BaseBackup> backups = new ArrayList<>();

    @Test
    void theNewestBackupWhoseLogGoesOnToTheEnd() throws Exception {
        segments(1, 2, 30);
        backups.add(backup(1, 2));
        backups.add(backup(1, 20));
        assertEquals("1.20 latest", restored(LATEST));
        assertEquals("1.2 latest", restored(position(19)));
        assertEquals("1.20 latest", restored(position(30)));
        assertEquals(
                "LSN 0/1F000000 is out of reach: the archive reaches from 2026-11-22T00:02:00Z to"
                        + " 2026-11-22T00:30:00Z, from LSN 0/2000100 to 0/1F000000",
                refused(position(31)));
        assertEquals("1.2 latest", restored(time(20)));
        assertEquals("1.20 latest", restored(time(30)));
    }

    @Test
    void aGapIsNoEnd() throws Exception {
        segments(1, 2, 6);
        segments(1, 8, 30);
        backups.add(backup(1, 2));
        assertEquals(
                "the log on timeline 1 has a gap: 000000010000000000000007 is missing, and there is"
                        + " log behind it; --to-lsn 0/6000000 restores what is before, up to where the"
                        + " last segment begins",
                refused(LATEST));
        assertEquals("1.2 latest", restored(position(6)));
        assertEquals(
                "LSN 0/14000000 is out of reach: the archive reaches from 2026-11-22T00:02:00Z to"
                        + " 2026-11-22T00:06:00Z, from LSN 0/2000100 to 0/7000000; the log lacks"
                        + " 000000010000000000000007",
                refused(position(20)));
        refused(time(20));
        // A backup behind it does not need what is missing.
        backups.add(backup(1, 9));
        assertEquals("1.9 latest", restored(LATEST));
        assertEquals("1.9 latest", restored(position(20)));
        assertEquals("1.2 latest", restored(position(6)));
        refused(position(7));
    }

    /** Before its end there is no consistent state; what closes its log begins there. */
    @Test
    void aGapRightBehindABackupLeavesTheBackup() {
        segments(1, 2, 2);
        segments(1, 4, 9);
        backups.add(backup(1, 2));
        String told = refused(LATEST);
        assertTrue(told.contains("--to-lsn 0/2000100 restores what is before"), told);
    }

    @Test
    void aBackupWhoseOwnLogIsNotThereIsNone() throws Exception {
        segments(1, 2, 6);
        backups.add(backup(1, 2));
        backups.add(backup(1, 9));
        assertEquals("1.2 latest", restored(LATEST));
        backups.removeFirst();
        assertEquals(
                "no base backup on timeline 1 can be restored: the log that makes it consistent is"
                        + " not there; the log lacks 000000010000000000000009",
                refused(LATEST));
    }

    @Test
    void aTimelineNobodyKnowsIsNamed() {
        segments(1, 2, 6);
        backups.add(backup(1, 2));
        assertEquals("timeline 99 is not in the archive: it holds timeline 1", refused(LATEST, 99));
        fork(2, "1\t0/5800000\tno recovery target");
        assertEquals(
                "timeline 99 is not in the archive: it holds timelines 1, 2", refused(LATEST, 99));
    }

    @Test
    void aTimelineGoesOnWithWhatItCameFrom() throws Exception {
        segments(1, 2, 9);
        segments(2, 5, 12);
        fork(2, "1\t0/5800000\tno recovery target");
        backups.add(backup(1, 2));
        assertEquals("1.2 latest", restored(LATEST));
        assertEquals("1.2 latest", restored(position(12)));
        refused(position(13));
        assertEquals("1.2 1", restored(LATEST, 1));
        assertEquals("1.2 1", restored(position(9), 1));
        refused(position(10), 1);
        // What was written on the older timeline behind the fork is no part of the newer one.
        backups.add(backup(1, 7));
        assertEquals("1.2 latest", restored(LATEST));
        assertEquals("1.7 1", restored(LATEST, 1));
        backups.removeFirst();
        assertEquals(
                "no base backup leads to timeline 2: the newest, base_000000010000000000000007, is"
                        + " of timeline 1 and not of its past; --timeline says which one to follow",
                refused(LATEST));
    }

    /** It began before the fork and ended behind it: it is consistent on its own timeline only. */
    @Test
    void aBackupInWhichAForkLiesIsOfNoUseBehindIt() throws Exception {
        segments(1, 2, 9);
        segments(2, 5, 12);
        fork(2, "1\t0/5000080\tno recovery target");
        backups.add(backup(1, 2));
        backups.add(backup(1, 5));
        assertEquals("1.2 latest", restored(LATEST));
        assertEquals("1.5 1", restored(LATEST, 1));
    }

    @Test
    void theSegmentOfAForkIsWantedFromTheNewerTimeline() throws Exception {
        segments(1, 2, 9);
        segments(2, 6, 12);
        fork(2, "1\t0/5800000\tno recovery target");
        backups.add(backup(1, 2));
        assertEquals(
                "the log on timeline 2 has a gap: 000000020000000000000005 is missing, and there is"
                        + " log behind it; --to-lsn 0/5000000 restores what is before, up to where the"
                        + " last segment begins",
                refused(LATEST));
        assertEquals("1.2 latest", restored(position(5)));
        refused(new RestoreTarget.Position(new Lsn(0x5800000)));
    }

    @Test
    void aForkAtTheBorderOfSegmentsNeedsBothSides() throws Exception {
        segments(1, 2, 4);
        segments(2, 5, 12);
        fork(2, "1\t0/5000000\tno recovery target");
        backups.add(backup(1, 2));
        assertEquals("1.2 latest", restored(position(12)));
    }

    @Test
    void amongBranchesTheNewestIsFollowedUnlessAskedFor() throws Exception {
        segments(1, 2, 9);
        segments(2, 5, 20);
        segments(3, 7, 8);
        fork(2, "1\t0/5800000\tno recovery target");
        fork(3, "1\t0/7800000\tbefore 2026-11-22 10:00:00+00");
        backups.add(backup(1, 2));
        backups.add(backup(2, 15));
        assertEquals("1.2 latest", restored(LATEST));
        refused(position(15));
        assertEquals("2.15 2", restored(LATEST, 2));
        assertEquals("1.2 2", restored(position(15), 2));
    }

    @Test
    void withoutAHistoryOnlyTheTimelineOfTheBackupCanBeFollowed() throws Exception {
        segments(4, 2, 9);
        backups.add(backup(4, 2));
        assertEquals("4.2 latest", restored(LATEST));
        assertEquals("4.2 current", restored(LATEST, 4));
    }

    @Test
    void anArchiveWhoseLogIsNotKnownIsLeftToPostgreSql() throws Exception {
        backups.add(backup(1, 2));
        backups.add(backup(2, 9));
        var reach = new Reach(backups, Optional.empty());
        var found = reach.of(position(9), Optional.empty());
        assertEquals("1.2 latest", words(found));
        assertEquals("1.2 1", words(reach.of(LATEST, Optional.of(new Timeline(1)))));
        assertThrows(BackupFailure.class, () -> reach.of(position(1), Optional.empty()));
    }

    @Test
    void whatCannotBeReadIsNoBackup() {
        backups.add(
                BaseBackup.unreadable(
                        "base_000000010000000000000002",
                        Optional.empty(),
                        new Timeline(1),
                        DAY,
                        "damaged"));
        assertEquals("there is no base backup to restore", refused(LATEST));
    }

    @Test
    void segmentsMayComeInAnyOrder() throws Exception {
        for (int n : new int[] {9, 2, 5, 4, 3, 8, 7, 6, 5}) {
            segments(1, n, n);
        }
        backups.add(backup(1, 2));
        assertEquals("1.2 latest", restored(position(9)));
        refused(position(10));
    }

    private String restored(RestoreTarget target, int... timeline) throws BackupFailure {
        return words(new Reach(backups, Optional.of(log)).of(target, asked(timeline)));
    }

    private String refused(RestoreTarget target, int... timeline) {
        return String.valueOf(
                assertThrows(BackupFailure.class, () -> restored(target, timeline)).getMessage());
    }

    private static Optional<Timeline> asked(int... timeline) {
        return timeline.length == 0 ? Optional.empty() : Optional.of(new Timeline(timeline[0]));
    }

    private static String words(Reach.Beginning beginning) {
        BaseBackup b = beginning.backup();
        return b.timeline() + "." + b.start().bytes() / SEGMENT + " " + beginning.timeline();
    }

    private static RestoreTarget position(int segment) {
        return new RestoreTarget.Position(new Lsn(segment * SEGMENT));
    }

    private static RestoreTarget time(int minute) {
        return new RestoreTarget.Time(minute(minute));
    }

    /** Segment n came in minute n. */
    private void segments(int timeline, int from, int to) {
        for (int n = from; n <= to; n++) {
            log.add("%08X%08X%08X".formatted(timeline, 0, n), minute(n));
        }
    }

    private void fork(int timeline, String history) {
        log.add(Lineage.parse(new Timeline(timeline), history + "\n"));
    }

    private static Instant minute(int n) {
        return DAY.plusSeconds(60L * n);
    }

    private static BaseBackup backup(int timeline, int segment) {
        return new BaseBackup(
                "base_%08X%08X%08X".formatted(timeline, 0, segment),
                Optional.empty(),
                new Timeline(timeline),
                new Lsn(segment * SEGMENT + 0x28),
                new Lsn(segment * SEGMENT + 0x100),
                minute(segment),
                minute(segment),
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
