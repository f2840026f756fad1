package io.matriarch.backup.s3.objects;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.s3.objects.StorageException.Kind;
import io.matriarch.testing.FaultyS3;
import io.matriarch.testing.FaultyS3.Fault;
import io.matriarch.testing.MotoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that answers badly: what passes is tried again, what does not is said. */
final class S3FaultsTest {

    private static final byte[] CONTENT = ObjectStoreContract.noise(700_000);

    private FaultyS3 s3;
    private ObjectStore store;

    @BeforeEach
    void open() {
        s3 = FaultyS3.before(MotoServer.shared().endpoint());
        String bucket = MotoServer.shared().bucket("f-" + UUID.randomUUID());
        store =
                S3Objects.open(
                        (BackupAddress.Bucket) BackupAddress.parse(bucket + "/p"),
                        new S3Settings(
                                Optional.of(s3.endpoint()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        new S3Patience(
                                Duration.ofMillis(700),
                                Duration.ofMillis(700),
                                Duration.ofMillis(700),
                                3));
    }

    @AfterEach
    void close() {
        store.close();
        s3.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL_ERROR", "SLOW_DOWN", "HANG"})
    void whatPassesIsTriedAgain(Fault fault) throws IOException {
        s3.next(fault, 1);
        store.put("k", CONTENT, Existing.KEEP);
        s3.next(fault, 2);
        assertEquals(CONTENT.length, store.head("k").size());
        s3.next(fault, 1);
        assertArrayEquals(CONTENT, read("k"));
        s3.next(fault, 1);
        assertEquals(1, store.list("").size());
        s3.next(fault, 1, r -> r.startsWith("PUT"));
        try (Upload upload = store.begin("u")) {
            upload.write(ObjectStoreContract.noise(6_000_000));
            upload.commit();
        }
        assertEquals(6_000_000, store.head("u").size());
        s3.next(fault, 1);
        store.delete(List.of("k", "u"));
        assertEquals(List.of(), store.list(""));
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL_ERROR, UNREACHABLE, answered HTTP 500 InternalError: as told",
        "SLOW_DOWN, THROTTLED, answered HTTP 503 SlowDown: as told",
        "ACCESS_DENIED, DENIED, AccessDenied: this needs s3:GetObject on s3://f-",
        "KEY_DENIED, DENIED, AccessDenied: this needs kms:GenerateDataKey on the key of s3://f-",
        "HANG, UNREACHABLE, no answer from http",
    })
    void whatStaysIsSaid(Fault fault, Kind kind, String line) {
        s3.always(fault);
        var e = ObjectStoreContract.failure(() -> store.open("k").close());
        assertEquals(kind, e.kind(), e.line());
        assertTrue(e.line().contains(line), e.line());
        assertEquals(kind == Kind.DENIED ? 1 : 3, s3.seen());
        assertEquals(
                kind,
                ObjectStoreContract.failure(() -> store.put("k", CONTENT, Existing.KEEP)).kind());
    }

    /** The answer to HEAD has no body, so that nothing but the status says it. */
    @Test
    void aRefusalWithoutABodyNamesTheMissingPermission() {
        s3.always(Fault.ACCESS_DENIED);
        var e = ObjectStoreContract.failure(() -> store.head("k"));
        assertEquals(Kind.DENIED, e.kind(), e.line());
        assertTrue(
                e.line().startsWith("AccessDenied: this needs s3:GetObject on s3://f-"), e.line());
    }

    /**
     * Listing the uploads and ending one are two rights: the line names the one that is missing.
     */
    @Test
    void uploadsThatMayNotBeListedOrEndedNameTheRight() throws IOException {
        try (Upload left = store.begin("base/part")) {
            left.write(ObjectStoreContract.noise(6_000_000));
            s3.next(Fault.ACCESS_DENIED, 1, r -> r.startsWith("GET") && r.contains("uploads"));
            String line = refusedSweep();
            assertTrue(
                    line.startsWith(
                            "AccessDenied: this needs s3:ListBucketMultipartUploads on s3://f-"),
                    line);
            s3.next(Fault.ACCESS_DENIED, 1, r -> r.startsWith("DELETE"));
            line = refusedSweep();
            assertTrue(
                    line.startsWith("AccessDenied: this needs s3:AbortMultipartUpload on s3://f-"),
                    line);
            assertTrue(line.endsWith("/p/base/part"), line);
        }
    }

    private String refusedSweep() {
        var e =
                ObjectStoreContract.failure(
                        () -> store.abortUnfinished("base/", Duration.ofSeconds(-5)));
        assertEquals(Kind.DENIED, e.kind(), e.line());
        return e.line();
    }

    @Test
    void aBodyThatIsCutShortIsResumedWhereItBroke() throws IOException {
        store.put("k", CONTENT, Existing.KEEP);
        s3.next(Fault.CUT_SHORT, 3);
        assertArrayEquals(CONTENT, read("k"));
        assertEquals(1 + 4, s3.seen());
    }

    @Test
    void aBodyThatNeverComesWholeFailsAndDoesNotEnd() throws IOException {
        store.put("k", CONTENT, Existing.KEEP);
        byte[] small = {1};
        store.put("small", small, Existing.KEEP);
        s3.always(Fault.CUT_SHORT);
        var e = assertThrows(StorageException.class, () -> read("small"));
        assertTrue(e.line().contains("/small was cut short at 0 of 1 bytes"), e.line());
    }

    @Test
    void aBodyThatIsNotWhatWasStoredFails() throws IOException {
        byte[] content = ObjectStoreContract.noise(1000);
        store.put("k", content, Existing.REPLACE);
        s3.next(Fault.OTHER_BODY, 1);
        var e = assertThrows(StorageException.class, () -> read("k"));
        assertEquals(Kind.CORRUPT, e.kind(), e.line());
        assertTrue(e.line().contains("/k is not what was stored: "), e.line());
        assertArrayEquals(content, read("k"));
    }

    @Test
    void anObjectThatWasReplacedMeanwhileIsNotPiecedTogether() throws IOException {
        store.put("k", CONTENT, Existing.KEEP);
        try (var in = store.open("k")) {
            assertEquals(1000, in.readNBytes(1000).length);
            s3.next(Fault.CUT_SHORT, 0);
            store.put("k", ObjectStoreContract.noise(700_001), Existing.REPLACE);
            assertArrayEquals(
                    java.util.Arrays.copyOfRange(CONTENT, 1000, 2000), in.readNBytes(1000));
        }
        s3.next(Fault.CUT_SHORT, 1);
        try (var in = store.open("k")) {
            store.put("k", CONTENT, Existing.REPLACE);
            assertThrows(StorageException.class, in::readAllBytes);
        }
    }

    @Test
    void aLostAnswerToAPutIsNotTakenForAFailure() {
        s3.next(Fault.LOST_ANSWER, 1);
        // It stands there: whoever put it compares, as with anybody else's.
        var e = ObjectStoreContract.failure(() -> store.put("k", CONTENT, Existing.KEEP));
        assertEquals(Kind.EXISTS, e.kind(), e.line());
    }

    private byte[] read(String key) throws IOException {
        try (var in = store.open(key)) {
            return in.readAllBytes();
        }
    }
}
