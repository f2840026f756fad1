package io.matriarch.backup.s3.objects;

import java.net.URI;
import java.util.Optional;

/**
 * How a bucket is reached, and how what is written there is kept. Credentials come from the
 * machine: the environment, a profile, the instance's role.
 *
 * @param endpoint instead of the region's own; then the bucket's name goes into the path
 * @param region what the machine itself says when absent
 * @param sse {@code AES256} or {@code aws:kms}; the bucket's own default when absent
 * @param kmsKey with {@code aws:kms}; the account's own key when absent
 * @param storageClass such as {@code STANDARD_IA}; the bucket's own default when absent
 * @param anyRegion the bucket may be in another region than {@code region}
 */
public record S3Settings(
        Optional<URI> endpoint,
        Optional<String> region,
        Optional<String> sse,
        Optional<String> kmsKey,
        Optional<String> storageClass,
        boolean anyRegion) {

    /** Of a bucket that is where the machine says, or {@code region}. */
    public S3Settings(
            Optional<URI> endpoint,
            Optional<String> region,
            Optional<String> sse,
            Optional<String> kmsKey,
            Optional<String> storageClass) {
        this(endpoint, region, sse, kmsKey, storageClass, false);
    }

    /** What AWS itself needs: nothing. */
    public static S3Settings ofTheMachine() {
        return new S3Settings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A store on this machine is a test's or a demo's: no proxy stands before it. */
    boolean isLocal() {
        return endpoint.map(URI::getHost)
                .filter(
                        host ->
                                host.equals("localhost")
                                        || host.startsWith("127.")
                                        || host.equals("[::1]"))
                .isPresent();
    }
}
