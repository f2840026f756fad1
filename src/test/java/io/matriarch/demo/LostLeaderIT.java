package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.Replication;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The leader's machine is lost in the midst of writes that wait for a standby. */
@Tag(TestPostgres.TAG)
@Tag(BuiltAgent.LONG)
final class LostLeaderIT {

    private static final long PATIENCE = 120;

    @TempDir Path folder;

    @ParameterizedTest
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    @CsvSource({"SYNC, 2", "QUORUM, 3", "STRICT, 2"})
    void anotherOneLeadsWithEveryAcknowledgedRowAndTheLostOneIsWaitedForAgainWhenItIsBack(
            Replication.Mode mode, int count) throws Exception {
        HerdFiles files = HerdFiles.prepare(Optional.empty()).with(new Replication(mode, 1));
        try (Herd herd =
                Herd.start(
                        files,
                        HerdArchive.none(),
                        count,
                        false,
                        BuiltAgent.programs(folder),
                        new Screen(System.out, false))) {
            assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE, true));
            var writer = new SteadyWriter(herd.doors());
            try (writer) {
                writer.await(200);
                HerdNode lost = herd.node(herd.look().leader().orElseThrow());
                lost.kill();
                Soon.equal(true, () -> herd.look().leader().isPresent());
                if (mode != Replication.Mode.STRICT) {
                    writer.await(writer.acknowledged() + 100);
                }
                lost.start();
                assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE, true));
                writer.await(writer.acknowledged() + 100);
                Soon.equal(count - 1L, () -> waitedFor(herd));
            }
            writer.assertNothingLost(herd);
        }
    }

    /** With a quorum all that are fit are in the set, and with one of two there is but one. */
    private static long waitedFor(Herd herd) {
        return herd.look().newest().stream()
                .flatMap(d -> d.members().stream())
                .filter(m -> m.role().endsWith("_standby"))
                .count();
    }
}
