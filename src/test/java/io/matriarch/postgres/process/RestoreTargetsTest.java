package io.matriarch.postgres.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BackupSource;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Progress;
import io.matriarch.backup.RestoreTarget;
import io.matriarch.backup.s3.base.S3BaseBackups;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.PostgresJob;
import io.matriarch.postgres.ArchivedData;
import io.matriarch.postgres.PostgresSettings.Archiving;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of target, within the archive's log and right behind its end; real servers recover. */
@Tag(TestPostgres.TAG)
final class RestoreTargetsTest {

    private static final Pattern ADVICE = Pattern.compile("--to-lsn ([0-9A-F]+/[0-9A-F]+)");
    private static final long SEGMENT = 16L << 20;

    @TempDir Path dir;
    private Path store = Path.of("");
    private Archiving commands = new Archiving("", "");

    /** What the server wrote, with a way back to half of it. */
    private record Written(Instant half, Lsn halfAt, Instant last) {}

    @Test
    @Tag(TestPostgres.SLOW)
    void whatTheLogDoesNotReachIsSaidAndCanBeRestoredOtherwise() throws Exception {
        store = dir.resolve("store");
        Path log = Files.createDirectories(store.resolve("wal_005"));
        commands =
                new Archiving(
                        "cp %p " + log + "/.%f && mv " + log + "/.%f " + log + "/%f",
                        "cp " + log + "/%f %p");
        Written was = written();
        var half = new RestoreTarget.Time(was.half());
        String told = missedThenReached("time", new RestoreTarget.Time(was.last()), half);
        Matcher advice = ADVICE.matcher(told);
        assertTrue(advice.find(), told);
        var all = new RestoreTarget.Position(Lsn.parse(advice.group(1)));
        var behind = new Lsn((was.halfAt().bytes() / SEGMENT + 1) * SEGMENT - 8);
        missedThenReached(
                "lsn",
                new RestoreTarget.Position(behind),
                new RestoreTarget.Position(was.halfAt()));
        missedThenReached("name", new RestoreTarget.Name("never"), new RestoreTarget.Name("half"));
        assertEquals("200", recovered("all", all));
        assertEquals("100", recovered("gap", beforeAGap(log)));
    }

    /** A hundred rows, and behind two ends of a segment a hundred more. */
    private Written written() throws Exception {
        try (var n1 = new TestNode("n1", dir, Optional.of(commands), ArchivedData.NONE)) {
            n1.arm();
            n1.done(new PostgresJob.Initialize());
            n1.sql("CREATE TABLE orders (id int)");
            take(n1);
            n1.sql("INSERT INTO orders SELECT generate_series(1, 100)");
            switchWal(n1);
            // One that a gap leaves as the last, and one for the gap.
            n1.sql("CREATE TABLE other ()");
            switchWal(n1);
            n1.sql("CREATE TABLE another ()");
            switchWal(n1);
            n1.sql("INSERT INTO orders SELECT generate_series(101, 150)");
            Instant half = Instant.now();
            Lsn halfAt = Lsn.parse(n1.ask("SELECT pg_current_wal_insert_lsn()"));
            n1.sql("SELECT pg_create_restore_point('half')");
            n1.sql("INSERT INTO orders SELECT generate_series(151, 200)");
            Thread.sleep(100);
            Instant last = Instant.now();
            Thread.sleep(100);
            switchWal(n1);
            return new Written(half, halfAt, last);
        }
    }

    private static void switchWal(TestNode node) throws Exception {
        node.sql("SELECT pg_switch_wal()");
        node.awaitAnswer(
                "SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'", "0");
    }

    /** The archive's list lets both pass; which one it has, only the log tells. */
    private String missedThenReached(String node, RestoreTarget missed, RestoreTarget reached)
            throws Exception {
        AskedArchive archive = asked(missed);
        try (var founder = new TestNode(node, dir, Optional.empty(), archive)) {
            founder.arm();
            String told = founder.failed(new PostgresJob.Initialize());
            assertTrue(told.startsWith("the log in the archive ends before what the"), told);
            assertTrue(told.contains(", its last commit of 2"), told);
            assertTrue(told.contains("move " + founder.data() + " away, and run"), told);
            founder.arm();
            String again = founder.failed(new PostgresJob.StartStandby(Optional.empty()));
            assertEquals(unmeasured(told), unmeasured(again));

            Files.move(founder.data(), founder.data().resolveSibling("moved-away"));
            archive.asked = asked(reached).asked();
            founder.arm();
            founder.done(new PostgresJob.Initialize());
            assertEquals("150", founder.ask("SELECT count(*) FROM orders"), node);
            return told;
        }
    }

    private static String unmeasured(String told) {
        return told.replaceFirst(": its last.*; stop", "; stop");
    }

    private String recovered(String node, RestoreTarget target) throws Exception {
        try (var founder = new TestNode(node, dir, Optional.empty(), asked(target))) {
            founder.arm();
            founder.done(new PostgresJob.Initialize());
            return founder.ask("SELECT count(*) FROM orders");
        }
    }

    /** What the refusal of a restore past a gap says to restore instead. */
    private RestoreTarget beforeAGap(Path log) throws Exception {
        List<Path> segments;
        try (Stream<Path> files = Files.list(log)) {
            segments = files.filter(f -> f.toString().matches(".*/[0-9A-F]{24}")).sorted().toList();
        }
        Files.delete(segments.get(segments.size() - 2));
        var refused =
                assertThrows(
                        BackupFailure.class,
                        () -> backups().reach().of(new RestoreTarget.Latest(), Optional.empty()));
        Matcher advice = ADVICE.matcher(String.valueOf(refused.getMessage()));
        assertTrue(advice.find(), refused.getMessage());
        return new RestoreTarget.Position(Lsn.parse(advice.group(1)));
    }

    private AskedArchive asked(RestoreTarget target) throws Exception {
        var archive = new AskedArchive(backups());
        var settings = new HashMap<>(target.settings());
        settings.put(
                "recovery_target_timeline",
                backups().reach().of(target, Optional.empty()).timeline());
        settings.put("recovery_target_action", "promote");
        settings.put("restore_command", commands.restoreCommand());
        archive.asked = Optional.of(settings);
        return archive;
    }

    private BaseBackups backups() {
        return new S3BaseBackups(
                ObjectStores.open(new BackupAddress.Directory(store), S3Settings.ofTheMachine()),
                Codec.LZ4);
    }

    private void take(TestNode node) throws Exception {
        backups()
                .take(
                        new BackupSource(
                                TestPostgres.BIN,
                                node.data(),
                                node.postgres.ownConninfo(),
                                node.postgres.passfile(),
                                node.settings.runDir(),
                                "n1"),
                        new BaseBackups.Order(false, OptionalLong.empty(), () -> {}),
                        new Progress());
    }
}
