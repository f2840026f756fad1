package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.base.S3BaseBackups;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.cluster.JobOutcome;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.cluster.PostgresView;
import io.matriarch.postgres.ArchivedData;
import io.matriarch.postgres.PostgresSettings.Archiving;
import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standby from the archive, and a new cluster from a point in time of an old one. */
@Tag(TestPostgres.TAG)
final class RestorationTest {

    @TempDir Path dir;

    @Test
    @Tag(TestPostgres.SLOW)
    void aStandbyComesFromTheArchiveAndACloneOfThePastIsFounded() throws Exception {
        Path log = Files.createDirectories(dir.resolve("store/wal_005"));
        var commands =
                new Archiving(
                        "cp %p " + log + "/.%f && mv " + log + "/.%f " + log + "/%f",
                        "cp " + log + "/%f %p");
        BaseBackups backups = opened(dir.resolve("store"));
        try (var n1 = new TestNode("n1", dir, Optional.of(commands), ArchivedData.NONE);
                var n2 =
                        new TestNode("n2", dir, Optional.of(commands), new AskedArchive(backups))) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n1.sql("CREATE TABLE orders (id int)");
            n1.sql("INSERT INTO orders SELECT generate_series(1, 100)");
            String name = take(n1, backups);
            n1.sql("INSERT INTO orders SELECT generate_series(101, 150)");
            n1.sql("SELECT pg_switch_wal()");
            n1.sql("INSERT INTO orders SELECT generate_series(151, 200)");
            n1.sql("SELECT pg_create_restore_point('before-mistake')");
            n1.sql("DELETE FROM orders");
            n1.sql("SELECT pg_switch_wal()");

            String told = n2.done(new PostgresJob.Restore(Optional.of(n1.upstream())));
            assertTrue(told.startsWith("restored " + name), told);
            n2.awaitStreaming();
            n2.awaitAnswer("SELECT count(*) FROM orders", "0");
            aCopyThatIsCutShort(n1, commands);
            found(commands, backups);
            pauses(commands, backups);
        }
    }

    /** What was there stays whole, and the leader itself is the other way. */
    private void aCopyThatIsCutShort(TestNode n1, Archiving commands) throws Exception {
        Path damaged = dir.resolve("damaged");
        copy(dir.resolve("store"), damaged);
        halve(damaged);
        var archive = new AskedArchive(opened(damaged));
        try (var n5 = new TestNode("n5", dir, Optional.of(commands), archive)) {
            n5.done(new PostgresJob.Clone(n1.upstream(), n1.upstream()));
            n5.awaitStreaming();
            String why = n5.failed(new PostgresJob.Restore(Optional.of(n1.upstream())));
            assertEquals(1, why.lines().count(), why);
            assertTrue(why.contains("part_"), why);
            n5.done(new PostgresJob.StartStandby(Optional.of(n1.upstream())));
            n5.awaitStreaming();
            n5.awaitAnswer("SELECT count(*) FROM orders", "0");
            n5.done(new PostgresJob.Clone(n1.upstream(), n1.upstream()));
            n5.awaitStreaming();
            n5.awaitAnswer("SELECT count(*) FROM orders", "0");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path p : tree.toList()) {
                Files.copy(p, to.resolve(from.relativize(p)));
            }
        }
    }

    /** Its largest part ends in the middle. */
    private static void halve(Path store) throws IOException {
        try (Stream<Path> tree = Files.walk(store)) {
            Path part =
                    tree.filter(p -> p.getFileName().toString().startsWith("part_"))
                            .max(Comparator.comparingLong(p -> p.toFile().length()))
                            .orElseThrow();
            try (var file = FileChannel.open(part, StandardOpenOption.WRITE)) {
                file.truncate(file.size() / 2);
            }
        }
    }

    private static BaseBackups opened(Path store) {
        return new S3BaseBackups(
                ObjectStores.open(new BackupAddress.Directory(store), S3Settings.ofTheMachine()),
                Codec.LZ4);
    }

    /** Read it may be long before; the job ends when an operator lets the recovery end. */
    private void pauses(Archiving commands, BaseBackups backups) throws Exception {
        var archive = asked(commands, backups, "pause");
        try (var n4 = new TestNode("n4", dir, Optional.empty(), archive)) {
            n4.arm();
            var founding =
                    CompletableFuture.supplyAsync(() -> n4.perform(new PostgresJob.Initialize()));
            n4.await(PostgresView.Standby.class, PostgresView.Standby::replayPaused);
            assertEquals("200", n4.ask("SELECT count(*) FROM orders"));
            Thread.sleep(1500);
            assertFalse(founding.isDone(), "nobody has let it go on");
            assertTrue(archive.asked().isPresent());
            n4.sql("SELECT pg_wal_replay_resume()");
            assertInstanceOf(JobOutcome.Done.class, founding.get(30, TimeUnit.SECONDS));
            assertInstanceOf(PostgresView.Primary.class, n4.look());
            assertEquals("200", n4.ask("SELECT count(*) FROM orders"));
        }
    }

    /** A slow archive: the server can be read long before it has got to its target. */
    private static AskedArchive asked(Archiving commands, BaseBackups backups, String action) {
        var archive = new AskedArchive(backups);
        archive.asked =
                Optional.of(
                        Map.of(
                                "recovery_target_name",
                                "before-mistake",
                                "recovery_target_action",
                                action,
                                "restore_command",
                                "sleep 1; " + commands.restoreCommand()));
        return archive;
    }

    private void found(Archiving commands, BaseBackups backups) throws Exception {
        Path own = Files.createDirectories(dir.resolve("other"));
        var archive = asked(commands, backups, "promote");
        var ownCommands = new Archiving("cp %p " + own + "/%f", "cp " + own + "/%f %p");
        try (var n3 = new TestNode("n3", dir, Optional.of(ownCommands), archive)) {
            n3.arm();
            String told = n3.done(new PostgresJob.Initialize());
            assertTrue(told.contains("it has recovered to its target"), told);
            assertInstanceOf(PostgresView.Primary.class, n3.look());
            n3.await(PostgresView.Primary.class, p -> p.timeline().number() == 2);
            assertEquals("200", n3.ask("SELECT count(*) FROM orders"));
            n3.sql("INSERT INTO orders VALUES (1000)");
            assertEquals(Optional.empty(), archive.asked());
            assertTrue(
                    n3.ask("SHOW restore_command").contains(own.toString()),
                    n3.ask("SHOW restore_command"));
            goesOnAfterAnInstantOfBadLuck(n3, commands, backups, archive);
            n3.awaitAnswer(
                    "SELECT pg_switch_wal() IS NOT NULL AND archived_count > 0 FROM pg_stat_archiver",
                    "t");
        }
    }

    /** The agent died between the end of the recovery and the note of it. */
    private static void goesOnAfterAnInstantOfBadLuck(
            TestNode n3, Archiving commands, BaseBackups backups, AskedArchive archive)
            throws Exception {
        n3.done(new PostgresJob.Stop(PostgresJob.Stop.Mode.FAST, java.time.Duration.ofSeconds(20)));
        archive.asked = asked(commands, backups, "promote").asked();
        n3.arm();
        String told = n3.done(new PostgresJob.StartPrimary());
        assertTrue(told.contains("takes writes"), told);
        assertEquals("201", n3.ask("SELECT count(*) FROM orders"));
        n3.await(PostgresView.Primary.class, p -> p.timeline().number() == 2);
        assertEquals(Optional.empty(), archive.asked());
    }

    private String take(TestNode node, BaseBackups backups) throws Exception {
        var source =
                new BackupSource(
                        TestPostgres.BIN,
                        node.data(),
                        node.postgres.ownConninfo(),
                        node.postgres.passfile(),
                        node.settings.runDir(),
                        "n1");
        return backups.take(
                source,
                new BaseBackups.Order(false, OptionalLong.empty(), () -> {}),
                new Progress());
    }
}
