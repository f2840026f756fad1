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
 * Without backup.s3-endpoint, as on AWS: each body has a sum in a header, without which a bucket
 * with locked objects takes nothing; and an upload whose parts have sums, and whose beginning and
 * end name none, is refused at its end (InvalidPart).
 */
final class ChecksumTest {

    /** The SDK's own names: it goes there where nothing of ours names an endpoint. */
    private static final Map<String, String> MACHINE =
            Map.of(
                    "aws.accessKeyId", "key",
                    "aws.secretAccessKey", "secret",
                    "aws.region", "us-east-1");

    @Test
    void everyBodyHasASumAndTheWholeUploadKnowsOfIt() throws Exception {
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
            List<String> upload =
                    s3.said().stream().filter(r -> r.contains("part_001.tar?")).toList();
            assertEquals(5, upload.size(), "its beginning, three parts, its end");
            assertTrue(upload.getFirst().contains("x-amz-checksum-algorithm[crc32]"));
            upload.subList(1, 4).forEach(ChecksumTest::hasASum);
            assertEquals(3, upload.getLast().split("<checksumcrc32>", -1).length - 1);
            List<String> small =
                    s3.said().stream()
                            .filter(r -> r.startsWith("put ") && r.contains("/small"))
                            .toList();
            assertEquals(1, small.size());
            // CRC32 of the byte 1, by zlib, in lower case as all that it said.
            assertTrue(
                    small.getFirst().contains("x-amz-checksum-crc32[pqxfgw==]"), small.getFirst());
            s3.said().forEach(r -> assertFalse(r.contains("x-amz-trailer"), r));
        }
    }

    private static void hasASum(String part) {
        assertTrue(part.contains("x-amz-checksum-crc32["), part);
    }
}
