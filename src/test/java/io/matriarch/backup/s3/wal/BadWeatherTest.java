package io.matriarch.backup.s3.wal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.Fetched;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import io.matriarch.testing.FaultyS3;
import io.matriarch.testing.FaultyS3.Fault;
import io.matriarch.testing.MotoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An S3 server that answers badly is never taken for one that has no more log. */
final class BadWeatherTest {

    @TempDir Path folder;
    private FaultyS3 s3;
    private ArchiveFixture at;
    private Path target;

    @BeforeEach
    void open() throws IOException {
        s3 = FaultyS3.before(MotoServer.shared().endpoint());
        String bucket = MotoServer.shared().bucket("w-" + UUID.randomUUID());
        var settings =
                new S3Settings(
                        Optional.of(s3.endpoint()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        at =
                ArchiveFixture.on(
                        folder,
                        ObjectStores.open(BackupAddress.parse(bucket + "/c"), settings),
                        Codec.ZSTD);
        target = at.data.resolve("pg_wal/RECOVERYXLOG");
    }

    @AfterEach
    void close() {
        at.close();
        s3.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL_ERROR", "ACCESS_DENIED", "SLOW_DOWN", "HANG"})
    void whatIsNotKnownIsNotAbsent(Fault fault) throws IOException {
        at.stored(Codec.LZ4, Sample.name(6), Sample.segment6());
        s3.always(fault);
        for (String name : new String[] {Sample.name(6), Sample.name(7), "00000009.history"}) {
            var failed =
                    assertInstanceOf(
                            Fetched.Failed.class,
                            at.archive.fetch(name, target, Duration.ofSeconds(2)));
            assertFalse(failed.why().isBlank());
        }
        assertFalse(Files.exists(target));
        s3.always(Fault.NONE);
        if (fault != Fault.HANG) {
            assertEquals(
                    new Fetched.Written(),
                    at.archive.fetch(Sample.name(6), target, Duration.ofSeconds(20)));
            assertArrayEquals(Sample.segment6(), Files.readAllBytes(target));
        }
    }

    @Test
    void aBodyThatIsCutShortComesWholeInTheEnd() throws IOException {
        at.stored(Codec.LZ4, Sample.name(6), Sample.segment6());
        s3.next(Fault.CUT_SHORT, 2, r -> r.startsWith("GET") && r.contains(".lz4"));
        assertEquals(
                new Fetched.Written(),
                at.archive.fetch(Sample.name(6), target, Duration.ofSeconds(20)));
        assertArrayEquals(Sample.segment6(), Files.readAllBytes(target));
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL_ERROR", "ACCESS_DENIED", "SLOW_DOWN"})
    void aFailedShippingIsTriedAgainLater(Fault fault) throws IOException {
        Path file = at.ready(6);
        s3.always(fault);
        var failed = assertInstanceOf(Shipped.Failed.class, at.archive.ship(file));
        assertTrue(
                failed.why().contains("ccessDenied") || failed.why().contains("HTTP 50"),
                failed.why());
        s3.always(Fault.NONE);
        assertEquals(new Shipped.Stored(), at.archive.ship(file));
        assertArrayEquals(Sample.segment6(), at.read("wal_005/" + Codec.ZSTD.key(Sample.name(6))));
    }

    @Test
    void aLostAnswerIsNoConflict() throws IOException {
        assertEquals(new Shipped.Stored(), at.archive.ship(at.ready(5)));
        s3.next(Fault.LOST_ANSWER, 1, r -> r.startsWith("PUT"));
        assertEquals(new Shipped.Stored(), at.archive.ship(at.ready(6)));
    }
}
