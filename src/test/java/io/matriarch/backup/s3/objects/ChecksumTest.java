package io.matriarch.backup.s3.objects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.BackupAddress;
import io.matriarch.testing.FaultyS3;
import io.matriarch.testing.MotoServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Without backup.s3-endpoint, as on AWS: an upload whose parts have checksums, and whose beginning
 * and end name none, is refused there at its end (InvalidPart).
 */
final class ChecksumTest {

    /** The SDK's own names: it goes there where nothing of ours names an endpoint. */
    private static final Map<String, String> MACHINE =
            Map.of(
                    "aws.accessKeyId", "key",
                    "aws.secretAccessKey", "secret",
                    "aws.region", "us-east-1");

    @Test
    void noRequestOfAnUploadHasAChecksumOfItsOwn() throws Exception {
        String bucket = MotoServer.shared().bucket("c-" + UUID.randomUUID());
        try (var s3 = FaultyS3.before(MotoServer.shared().endpoint())) {
            MACHINE.forEach(System::setProperty);
            System.setProperty("aws.endpointUrlS3", s3.endpoint().toString());
            try (ObjectStore store =
                    ObjectStores.open(BackupAddress.parse(bucket), S3Settings.ofTheMachine())) {
                try (Upload upload = store.begin("part_001.tar")) {
                    upload.write(ObjectStoreContract.noise(11_000_000));
                    upload.commit();
                }
                assertEquals(11_000_000, store.head("part_001.tar").size());
                store.put("small", new byte[] {1}, Existing.KEEP);
                store.delete(List.of("small"));
                assertTrue(store.isEmpty("small"));
            } finally {
                MACHINE.keySet().forEach(System::clearProperty);
                System.clearProperty("aws.endpointUrlS3");
            }
            // Its beginning, three parts, its end.
            assertEquals(5, s3.said().stream().filter(r -> r.contains("part_001.tar?")).count());
            for (String request : s3.said()) {
                // Deleting several objects requires one.
                if (!request.contains("?delete")) {
                    assertFalse(
                            request.contains("x-amz-checksum")
                                    || request.contains("x-amz-trailer")
                                    || request.contains("x-amz-sdk-checksum")
                                    || request.contains("<checksum"),
                            request);
                }
            }
        }
    }
}
