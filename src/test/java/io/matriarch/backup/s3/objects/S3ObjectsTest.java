package io.matriarch.backup.s3.objects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.s3.objects.StorageException.Kind;
import io.matriarch.testing.S3Server;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class S3ObjectsTest extends ObjectStoreContract {

    @Override
    ObjectStore open() {
        return at(S3Server.shared().bucket("b-" + UUID.randomUUID()) + "/some/path");
    }

    private static ObjectStore at(String address) {
        return at(address, S3Server.shared().endpoint());
    }

    private static ObjectStore at(String address, URI endpoint) {
        return S3Objects.open(
                (BackupAddress.Bucket) BackupAddress.parse(address),
                settings(endpoint),
                new S3Patience(
                        Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 2),
                3);
    }

    private static S3Settings settings(URI endpoint) {
        return new S3Settings(
                Optional.of(endpoint),
                Optional.empty(),
                Optional.of("AES256"),
                Optional.empty(),
                Optional.of("STANDARD_IA"));
    }

    /**
     * The bucket's name goes into the path, and every way to write says how to keep what it writes.
     */
    @ParameterizedTest
    @CsvSource({"AES256,", "aws:kms,alias/archive"})
    void whatIsWrittenIsEncryptedAndOfItsClass(String sse, @Nullable String key) throws Exception {
        String bucket = S3Server.shared().bucket("b-" + UUID.randomUUID());
        var settings =
                new S3Settings(
                        Optional.of(S3Server.shared().endpoint()),
                        Optional.empty(),
                        Optional.of(sse),
                        Optional.ofNullable(key),
                        Optional.of("STANDARD_IA"));
        Path file = Files.write(folder.resolve("file"), text("f"));
        try (var store =
                S3Objects.open(
                        (BackupAddress.Bucket) BackupAddress.parse(bucket + "/p"),
                        settings,
                        S3Patience.USUAL)) {
            store.put("bytes", text("x"), Existing.KEEP);
            store.put("file", file, Existing.REPLACE);
            upload(store, "small", 10);
            upload(store, "large", 6 << 20);
        }
        try (var client = S3Clients.open(settings, S3Patience.USUAL)) {
            for (String name : List.of("bytes", "file", "small", "large")) {
                var kept =
                        client.headObject(
                                r -> r.bucket(bucket.substring("s3://".length())).key("p/" + name));
                assertEquals(sse, kept.serverSideEncryptionAsString(), name);
                assertEquals(key, kept.ssekmsKeyId(), name);
                assertEquals("STANDARD_IA", kept.storageClassAsString(), name);
            }
        }
    }

    private static void upload(ObjectStore store, String key, int size) throws Exception {
        try (Upload upload = store.begin(key)) {
            upload.write(noise(size));
            upload.commit();
        }
    }

    @Test
    void aMissingBucketIsNamed() {
        try (var store = at("s3://no-such-bucket-here/path")) {
            for (var e :
                    List.of(
                            failure(() -> store.put("k", text("x"), Existing.KEEP)),
                            failure(() -> store.list("")),
                            failure(() -> store.open("k").close()))) {
                assertEquals(Kind.NO_BUCKET, e.kind(), e.line());
                assertTrue(
                        e.line().startsWith("bucket no-such-bucket-here does not exist in http"),
                        e.line());
            }
        }
    }

    @Test
    void aStoreThatNobodyServesIsUnreachable() {
        try (var store = at("s3://bucket/path", URI.create("http://127.0.0.1:1"))) {
            var e = failure(() -> store.head("k"));
            assertEquals(Kind.UNREACHABLE, e.kind());
            assertEquals("http://127.0.0.1:1 is unreachable: connection refused", e.line());
        }
    }

    @Test
    void manyPagesAreListedAndDeleted() throws Exception {
        try (var store = open()) {
            for (int i = 0; i < 8; i++) {
                store.put("k/" + i, text("x"), Existing.REPLACE);
            }
            assertEquals(8, store.list("k/").size());
            store.delete(store.list("k/").stream().map(ObjectInfo::key).toList());
            assertEquals(List.of(), store.list(""));
        }
    }
}
