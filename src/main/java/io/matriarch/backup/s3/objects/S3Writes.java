package io.matriarch.backup.s3.objects;

import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The requests that make objects: encryption, storage class and deadlines are the same in all. */
record S3Writes(String bucket, S3Settings settings, S3Patience patience) {

    static final String TYPE = "application/octet-stream";

    PutObjectRequest put(String key, long size, Existing existing) {
        var request = PutObjectRequest.builder().bucket(bucket).key(key).contentLength(size);
        settings.sse().ifPresent(request::serverSideEncryption);
        settings.kmsKey().ifPresent(request::ssekmsKeyId);
        settings.storageClass().ifPresent(request::storageClass);
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
        return request.build();
    }
}
