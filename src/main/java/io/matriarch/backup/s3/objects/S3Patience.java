package io.matriarch.backup.s3.objects;

import java.time.Duration;

/**
 * How long calls to a bucket are waited for.
 *
 * @param silence how long a connection may say nothing
 * @param attempt how long one attempt of a call without a large body may take
 * @param upload how long one attempt of a call that sends a part may take
 * @param attempts of each call, with a pause of random length in between
 */
record S3Patience(Duration silence, Duration attempt, Duration upload, int attempts) {

    static final S3Patience USUAL =
            new S3Patience(
                    Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(60), 4);

    /** A larger body may take longer: at least 1 MB comes through in a second. */
    Duration uploadOf(long bytes) {
        return upload.plusSeconds(bytes / 1_000_000);
    }
}
