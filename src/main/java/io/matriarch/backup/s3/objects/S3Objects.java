package io.matriarch.backup.s3.objects;

import io.matriarch.backup.BackupAddress;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects in a bucket. */
final class S3Objects implements ObjectStore {

    /** Keys in one answer, and in one deletion: the most that S3 takes. */
    private static final int PAGE = 1000;

    private static final int BUFFER = 256 * 1024;

    private static final int NOT_IMPLEMENTED = 501;

    private final S3Client client;
    private final BackupAddress.Bucket address;
    private final S3Writes writes;
    private final S3Words words;
    private final int page;

    private S3Objects(
            S3Client client,
            BackupAddress.Bucket address,
            S3Writes writes,
            S3Words words,
            int page) {
        this.client = client;
        this.address = address;
        this.writes = writes;
        this.words = words;
        this.page = page;
    }

    static S3Objects open(BackupAddress.Bucket address, S3Settings settings, S3Patience patience) {
        return open(address, settings, patience, PAGE);
    }

    static S3Objects open(
            BackupAddress.Bucket address, S3Settings settings, S3Patience patience, int page) {
        return new S3Objects(
                S3Clients.open(settings, patience),
                address,
                new S3Writes(address.bucket(), settings, patience),
                new S3Words(
                        address.bucket(), settings.endpoint().map(Object::toString).orElse("S3")),
                page);
    }

    @Override
    public ObjectInfo head(String key) throws StorageException {
        String whole = whole(key);
        var answer =
                call(
                        "GetObject",
                        key,
                        () -> client.headObject(r -> r.bucket(address.bucket()).key(whole)));
        return new ObjectInfo(key, answer.contentLength(), answer.lastModified());
    }

    @Override
    public InputStream open(String key) throws StorageException {
        String whole = whole(key);
        var request = GetObjectRequest.builder().bucket(address.bucket()).key(whole);
        ResponseInputStream<GetObjectResponse> body =
                call("GetObject", key, () -> client.getObject(request.build()));
        return new ResumingInput(
                address(key),
                body,
                (from, etag) ->
                        call(
                                "GetObject",
                                key,
                                () ->
                                        client.getObject(
                                                request.range("bytes=" + from + "-")
                                                        .ifMatch(etag)
                                                        .build())));
    }

    @Override
    public void put(String key, byte[] content, Existing existing) throws StorageException {
        put(
                key,
                content.length,
                writes.sum(content, content.length),
                existing,
                RequestBody.fromContentProvider(
                        () -> new ByteArrayInputStream(content), content.length, S3Writes.TYPE));
    }

    @Override
    public void put(String key, Path file, Existing existing) throws StorageException {
        try {
            put(key, Files.size(file), writes.sum(file), existing, ofFile(file));
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw FileFailure.of(file, e);
        }
    }

    /** Read in large pieces: the SDK asks for 4 KiB at a time. */
    private static RequestBody ofFile(Path file) throws IOException {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        return new BufferedInputStream(Files.newInputStream(file), BUFFER);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                Files.size(file),
                S3Writes.TYPE);
    }

    private void put(
            String key, long size, Optional<String> sum, Existing existing, RequestBody body)
            throws StorageException {
        String whole = whole(key);
        call(
                "PutObject",
                key,
                () -> client.putObject(writes.put(whole, size, sum, existing), body));
    }

    @Override
    public Upload begin(String key) throws StorageException {
        return new MultipartUpload(client, writes, words, whole(key), address(key));
    }

    @Override
    public void each(String prefix, Page to) throws IOException {
        String below = below();
        String next = null;
        do {
            String from = next;
            var answer =
                    call(
                            "ListBucket",
                            prefix,
                            () ->
                                    client.listObjectsV2(
                                            r ->
                                                    r.bucket(address.bucket())
                                                            .prefix(below + prefix)
                                                            .continuationToken(from)
                                                            .maxKeys(page)));
            if (!to.take(answer.contents().stream().map(o -> info(below, o)).toList())) {
                return;
            }
            next = answer.nextContinuationToken();
        } while (next != null);
    }

    private static ObjectInfo info(String below, S3Object object) {
        return new ObjectInfo(
                object.key().substring(below.length()), object.size(), object.lastModified());
    }

    @Override
    public boolean isEmpty(String prefix) throws StorageException {
        return call(
                "ListBucket",
                prefix,
                () ->
                        client.listObjectsV2(
                                        r ->
                                                r.bucket(address.bucket())
                                                        .prefix(below() + prefix)
                                                        .maxKeys(1))
                                .contents()
                                .isEmpty());
    }

    @Override
    public Level level(String folder) throws StorageException {
        String below = below();
        return call(
                "ListBucket",
                folder,
                () -> {
                    List<ObjectInfo> objects = new ArrayList<>();
                    List<String> folders = new ArrayList<>();
                    for (var answer :
                            client.listObjectsV2Paginator(
                                    r ->
                                            r.bucket(address.bucket())
                                                    .prefix(below + folder)
                                                    .delimiter("/")
                                                    .maxKeys(page))) {
                        answer.contents().forEach(o -> objects.add(info(below, o)));
                        answer.commonPrefixes()
                                .forEach(p -> folders.add(p.prefix().substring(below.length())));
                    }
                    objects.sort(Comparator.comparing(ObjectInfo::key));
                    return new Level(objects, folders.stream().sorted().toList());
                });
    }

    @Override
    public void delete(Collection<String> keys) throws StorageException {
        List<ObjectIdentifier> all = new ArrayList<>();
        for (String key : keys) {
            all.add(ObjectIdentifier.builder().key(whole(key)).build());
        }
        for (int from = 0; from < all.size(); from += page) {
            List<ObjectIdentifier> some = all.subList(from, Math.min(all.size(), from + page));
            var answer =
                    call(
                            "DeleteObject",
                            "",
                            () ->
                                    client.deleteObjects(
                                            r ->
                                                    r.bucket(address.bucket())
                                                            .delete(
                                                                    Delete.builder()
                                                                            .objects(some)
                                                                            .quiet(true)
                                                                            .build())));
            if (answer.hasErrors() && !answer.errors().isEmpty()) {
                var first = answer.errors().getFirst();
                throw new StorageException(
                        "AccessDenied".equals(first.code())
                                ? StorageException.Kind.DENIED
                                : StorageException.Kind.UNREACHABLE,
                        "%d of %d objects were not deleted, first s3://%s/%s: %s"
                                .formatted(
                                        answer.errors().size(),
                                        some.size(),
                                        address.bucket(),
                                        first.key(),
                                        first.code()));
            }
        }
    }

    @Override
    public int abortUnfinished(String prefix, Duration age) throws StorageException {
        Instant before = InstantSource.system().instant().minus(age);
        int aborted = 0;
        for (var upload :
                call("ListBucketMultipartUploads", prefix, () -> unfinished(prefix, before))) {
            String key = upload.key();
            var _ =
                    call(
                            "AbortMultipartUpload",
                            key.substring(below().length()),
                            () ->
                                    client.abortMultipartUpload(
                                            r ->
                                                    r.bucket(address.bucket())
                                                            .key(key)
                                                            .uploadId(upload.uploadId())));
            aborted++;
        }
        return aborted;
    }

    private List<software.amazon.awssdk.services.s3.model.MultipartUpload> unfinished(
            String prefix, Instant before) {
        try {
            return client
                    .listMultipartUploadsPaginator(
                            r -> r.bucket(address.bucket()).prefix(below() + prefix))
                    .uploads()
                    .stream()
                    .filter(upload -> upload.initiated().isBefore(before))
                    .toList();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_IMPLEMENTED) {
                // Some servers cannot list them: then they tidy up by themselves.
                return List.of();
            }
            throw e;
        }
    }

    private <T> T call(String action, String key, Supplier<T> body) throws StorageException {
        try {
            return body.get();
        } catch (SdkException e) {
            throw words.of(action, address(key), e);
        }
    }

    /** The prefix of every key in the bucket; ends in a slash, or is empty. */
    private String below() {
        return address.path().isEmpty() ? "" : address.path() + "/";
    }

    private String whole(String key) throws StorageException {
        return below() + Keys.checked(key);
    }

    private String address(String key) {
        return address + (key.isEmpty() ? "" : "/" + key);
    }

    @Override
    public String name() {
        return address.toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
