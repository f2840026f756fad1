package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A backup without the log up to its end cannot be restored: it is waited for. */
record WalWait(ObjectStore store, Segments segments, Duration limit) {

    void until(Manifest manifest, Timeline begun, Claim claim)
            throws IOException, InterruptedException {
        Instant end = Instant.now().plus(limit);
        long last = segments.last(manifest.finish());
        for (long n = segments.number(manifest.start()); n <= last; n++) {
            while (!isThere(manifest.timeline(), n) && !isThere(begun, n)) {
                if (Instant.now().isAfter(end)) {
                    throw new BackupFailure(
                            "the log that the backup needs has not come into the archive within %d s: %s is missing; see whether archiving fails"
                                    .formatted(
                                            limit.toSeconds(),
                                            segments.name(manifest.timeline(), n)));
                }
                claim.refresh();
                Thread.sleep(500);
            }
        }
    }

    private boolean isThere(Timeline timeline, long number) throws IOException {
        String key = Layout.WAL + segments.name(timeline, number);
        List<ObjectInfo> found = store.list(key);
        for (ObjectInfo object : found) {
            if (Codec.plainName(object.key()).equals(key)) {
                return true;
            }
        }
        return false;
    }
}
