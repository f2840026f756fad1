package io.matriarch.backup.s3.objects;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An upload in parts; an object that fits into one is put in one call instead. */
final class MultipartUpload extends Upload {

    /** The least that S3 takes: 10,000 of them make 50 GB. */
    private static final int PART = 5 * 1024 * 1024;

    private final S3Client client;
    private final S3Writes writes;
    private final S3Words words;
    private final String key;
    private final String name;
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[PART];
    private int filled;
    private @Nullable String id;
    private boolean ended;

    MultipartUpload(S3Client client, S3Writes writes, S3Words words, String key, String name) {
        this.client = client;
        this.writes = writes;
        this.words = words;
        this.key = key;
        this.name = name;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws StorageException {
        int position = from;
        int end = from + length;
        while (position < end) {
            if (filled == buffer.length) {
                send();
            }
            int n = Math.min(end - position, buffer.length - filled);
            System.arraycopy(bytes, position, buffer, filled, n);
            filled += n;
            position += n;
        }
    }

    @Override
    public void commit() throws StorageException {
        if (parts.isEmpty()) {
            var sum = writes.sum(buffer, filled);
            call(() -> client.putObject(writes.put(key, filled, sum, Existing.REPLACE), body()));
        } else {
            if (filled > 0) {
                send();
            }
            call(
                    () ->
                            client.completeMultipartUpload(
                                    r ->
                                            r.bucket(writes.bucket())
                                                    .key(key)
                                                    .uploadId(id)
                                                    .multipartUpload(m -> m.parts(parts))));
        }
        end();
    }

    private void send() throws StorageException {
        String upload = id;
        if (upload == null) {
            upload = call(() -> client.createMultipartUpload(writes.begin(key))).uploadId();
            id = upload;
        }
        String to = upload;
        int number = parts.size() + 1;
        Optional<String> sum = writes.sum(buffer, filled);
        var answer =
                call(() -> client.uploadPart(writes.part(key, to, number, filled, sum), body()));
        var part = CompletedPart.builder().partNumber(number).eTag(answer.eTag());
        sum.ifPresent(part::checksumCRC32);
        parts.add(part.build());
        filled = 0;
    }

    private RequestBody body() {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(buffer, 0, filled), filled, S3Writes.TYPE);
    }

    private <T> T call(Supplier<T> body) throws StorageException {
        if (ended) {
            throw new StorageException(
                    StorageException.Kind.REFUSED, name + " is closed for writing");
        }
        try {
            return body.get();
        } catch (SdkException e) {
            throw words.of("PutObject", name, e);
        }
    }

    @Override
    public void abort() {
        if (ended) {
            return;
        }
        end();
        if (id != null) {
            try {
                client.abortMultipartUpload(r -> r.bucket(writes.bucket()).key(key).uploadId(id));
            } catch (SdkException _) {
                // What is left is found by its age later.
            }
        }
    }

    private void end() {
        ended = true;
        buffer = new byte[0];
    }
}
