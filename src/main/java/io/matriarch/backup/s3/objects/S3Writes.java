package io.matriarch.backup.s3.objects;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** The requests that make objects: encryption, storage class and deadlines are the same in all. */
record S3Writes(String bucket, S3Settings settings, S3Patience patience) {

    static final String TYPE = "application/octet-stream";

    /** Other stores than AWS's own may refuse what they do not know. */
    private boolean summed() {
        return settings.endpoint().isEmpty();
    }

    /** The sum of a body in memory; empty when none is sent. */
    Optional<String> sum(byte[] bytes, int length) {
        return summed() ? Optional.of(BodySum.of(bytes, length)) : Optional.empty();
    }

    /** The sum of a file; empty when none is sent. */
    Optional<String> sum(Path file) throws IOException {
        return summed() ? Optional.of(BodySum.of(file)) : Optional.empty();
    }

    PutObjectRequest put(String key, long size, Optional<String> sum, Existing existing) {
        var request = PutObjectRequest.builder().bucket(bucket).key(key).contentLength(size);
        settings.sse().ifPresent(request::serverSideEncryption);
        settings.kmsKey().ifPresent(request::ssekmsKeyId);
        settings.storageClass().ifPresent(request::storageClass);
        sum.ifPresent(request::checksumCRC32);
        switch (existing) {
            case KEEP -> request.ifNoneMatch("*");
            case REPLACE -> {}
        }
        return request.overrideConfiguration(c -> c.apiCallAttemptTimeout(patience.uploadOf(size)))
                .build();
    }

    CreateMultipartUploadRequest begin(String key) {
        var request = CreateMultipartUploadRequest.builder().bucket(bucket).key(key);
        settings.sse().ifPresent(request::serverSideEncryption);
        settings.kmsKey().ifPresent(request::ssekmsKeyId);
        settings.storageClass().ifPresent(request::storageClass);
        if (summed()) {
            // Parts with sums of an upload that names none are refused at its end (InvalidPart).
            request.checksumAlgorithm(ChecksumAlgorithm.CRC32);
        }
        return request.build();
    }

    UploadPartRequest part(String key, String upload, int number, long size, Optional<String> sum) {
        var request =
                UploadPartRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .uploadId(upload)
                        .partNumber(number)
                        .contentLength(size);
        sum.ifPresent(request::checksumCRC32);
        return request.overrideConfiguration(c -> c.apiCallAttemptTimeout(patience.uploadOf(size)))
                .build();
    }
}
