package io.matriarch.backup.walg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.Fetched;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program wal-g itself, where PATH has it: what the scripts of the other tests stand for. */
final class RealWalGTest {

    private static final String SEGMENT = "000000010000000000000006";
    private static final String KEY = "wal_005/" + SEGMENT + ".lz4";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void aSegmentGoesThereAndBackAndIsWhereOurOwnEngineLooks() throws Exception {
        assumeTrue(isInstalled(), "wal-g is not on PATH");
        byte[] content = sample();
        Path log = Files.createDirectories(folder.resolve("data/pg_wal"));
        // It looks there for what else is ready.
        Files.createDirectory(log.resolve("archive_status"));
        Path segment = Files.write(log.resolve(SEGMENT), content);
        Path target = log.resolve("RECOVERYXLOG");
        var address = new BackupAddress.Directory(Files.createDirectory(folder.resolve("store")));
        try (var archive = archive(address);
                var ours = ObjectStores.open(address, S3Settings.ofTheMachine())) {
            assertEquals(new Shipped.Stored(), archive.ship(segment));
            assertEquals(
                    List.of(KEY), ours.list("wal_005/").stream().map(ObjectInfo::key).toList());
            try (var in = Codec.ofKey(KEY).reading(KEY, ours.open(KEY))) {
                assertArrayEquals(content, in.readAllBytes());
            }
            assertEquals(new Fetched.Written(), archive.fetch(SEGMENT, target, LONG));
            assertArrayEquals(content, Files.readAllBytes(target));
            assertEquals(
                    new Fetched.Absent(), archive.fetch("000000010000000000000007", target, LONG));
        }
    }

    private WalGArchive archive(BackupAddress address) throws IOException {
        var settings =
                new WalGSettings(
                        address,
                        "lz4",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        folder.resolve("data"));
        Path ahead = Files.createDirectory(folder.resolve("prefetch"));
        return new WalGArchive(
                new WalGProgram("wal-g", settings, Map.of("WALG_PREFETCH_DIR", ahead.toString())),
                () -> true,
                folder.resolve("run"));
    }

    private static boolean isInstalled() {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .anyMatch(where -> Files.isExecutable(Path.of(where, "wal-g")));
    }

    private static byte[] sample() throws IOException {
        String name = "wal_005/" + SEGMENT + ".zst";
        Path file = Path.of("src/test/resources/walg/zst").resolve(name);
        try (var in = Codec.ofKey(name).reading(name, Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }
}
