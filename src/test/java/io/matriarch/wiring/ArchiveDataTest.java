package io.matriarch.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Lineage;
import io.matriarch.backup.Progress;
import io.matriarch.backup.Reach;
import io.matriarch.backup.Retention;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import io.matriarch.postgres.ArchivedData.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which base backup a replica comes from, and when the leader is the shorter way. */
final class ArchiveDataTest {

    private static final SystemId OURS = new SystemId("7");
    private static final long GB = 1L << 30;

    private final Archive archive = new Archive();

    @Test
    void theNewestOneOfThisCluster() throws Exception {
        archive.add(1, 2, OURS, 150018);
        archive.add(1, 5, OURS, 150018);
        archive.add(1, 9, new SystemId("8"), 150018);
        assertEquals("restored base_000000010000000000000005", replica(leader(1, 10, 20 * GB)));
    }

    @Test
    void aSmallDatabaseComesFromTheLeader() {
        archive.add(1, 2, OURS, 150018);
        assertEquals(
                "the database has 9216 MB, and from 10240 MB on (backup.replica-size) the archive is used",
                refusal(leader(1, 3, 9 * GB)));
    }

    @Test
    void soDoesOneWithMoreLogThanData() throws Exception {
        archive.add(1, 2, OURS, 150018);
        long segments = 10 * GB / (16 << 20);
        assertEquals(
                "restored base_000000010000000000000002",
                replica(leader(1, (int) segments, 10 * GB)));
        assertEquals(
                "the newest base backup is 10256 MB of log behind, more than a copy of the database",
                refusal(leader(1, (int) segments + 3, 10 * GB)));
    }

    @Test
    void anotherMajorVersionIsNotFit() throws Exception {
        archive.add(1, 2, OURS, 150018);
        archive.add(1, 3, OURS, 140012);
        assertEquals("restored base_000000010000000000000002", replica(leader(1, 9, 20 * GB)));
        archive.all.removeFirst();
        assertEquals(
                "the archive holds no base backup of this cluster", refusal(leader(1, 9, 20 * GB)));
    }

    @Test
    void whatIsNoPastOfTheLeaderIsNotFit() throws Exception {
        archive.add(1, 2, OURS, 150018);
        archive.add(1, 9, OURS, 150018);
        archive.line = Optional.of(Lineage.parse(new Timeline(2), "1\t0/8000000\tx\n"));
        assertEquals("restored base_000000010000000000000002", replica(leader(2, 12, 20 * GB)));
        assertEquals("restored base_000000010000000000000002", replica(Optional.empty()));
        archive.all.removeFirst();
        assertEquals(
                "the archive holds no base backup of the past of timeline 2",
                refusal(leader(2, 12, 20 * GB)));
        // Its history may be on its way still.
        archive.line = Optional.empty();
        assertEquals("restored base_000000010000000000000009", replica(leader(2, 12, 20 * GB)));
    }

    @Test
    void whatCannotBeReadIsNotFit() throws Exception {
        archive.add(1, 2, OURS, 150018);
        archive.all.add(
                BaseBackup.unreadable(
                        "base_000000010000000000000009",
                        Optional.empty(),
                        new Timeline(1),
                        Instant.EPOCH,
                        "damaged"));
        assertEquals("restored base_000000010000000000000002", replica(Optional.empty()));
    }

    private String replica(Optional<Source> source) throws IOException, InterruptedException {
        Path nowhere = Path.of("/nonexistent");
        var others =
                new OthersArchive(
                        Optional.empty(), Optional::empty, nowhere, nowhere, () -> new Moment(0));
        return new ArchiveData(
                        Optional.of(archive), others, () -> 10 * GB, Optional.empty(), Path.of("/"))
                .replica(Path.of("/fresh"), source);
    }

    private String refusal(Optional<Source> source) {
        return String.valueOf(assertThrows(IOException.class, () -> replica(source)).getMessage());
    }

    private static Optional<Source> leader(int timeline, int segment, long size) {
        return Optional.of(
                new Source(
                        OURS, new Timeline(timeline), new Lsn((long) segment << 24), size, 150018));
    }

    private static final class Archive implements BaseBackups {

        private final List<BaseBackup> all = new ArrayList<>();
        private Optional<Lineage> line = Optional.of(Lineage.alone(new Timeline(1)));

        void add(int timeline, int segment, SystemId system, int version) {
            all.add(
                    new BaseBackup(
                            "base_%08X%016X".formatted(timeline, segment),
                            Optional.empty(),
                            new Timeline(timeline),
                            new Lsn((long) segment << 24),
                            new Lsn(((long) segment << 24) + 1),
                            Instant.EPOCH.plusSeconds(segment),
                            Instant.EPOCH.plusSeconds(segment),
                            1,
                            1,
                            system,
                            version,
                            "n1",
                            false,
                            Optional.empty(),
                            Optional.empty()));
        }

        @Override
        public List<BaseBackup> list() {
            return all;
        }

        @Override
        public Optional<Instant> newest() {
            return Optional.empty();
        }

        @Override
        public Reach reach() {
            return new Reach(all, Optional.empty());
        }

        @Override
        public Optional<Lineage> lineage(Timeline timeline) {
            return line;
        }

        @Override
        public Optional<Lineage> newestLineage(Timeline from) {
            return line;
        }

        @Override
        public boolean isEmpty() {
            return all.isEmpty();
        }

        @Override
        public Optional<String> underWay() {
            return Optional.empty();
        }

        @Override
        public String take(BackupSource source, Order order, Progress progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void restore(String name, Path data, Optional<Path> spaces, Progress progress) {}

        @Override
        public BaseBackup.Proof verify(String name, Proving proving, Progress progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Deleted delete(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Deleted thinOut(Retention retention) {
            throw new UnsupportedOperationException();
        }
    }
}
