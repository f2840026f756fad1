package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** A backup without the log up to its end cannot be restored: it is waited for. */
record WalWait(ObjectStore store, Segments segments, Duration limit) {

    private static final long PAUSE_MILLIS = 500;

    void until(Manifest manifest, Timeline begun, Claim claim)
            throws IOException, InterruptedException {
        Instant end = Instant.now().plus(limit);
        long number = segments.number(manifest.start());
        for (var missing = missing(manifest, begun, number);
                missing.isPresent();
                missing = missing(manifest, begun, number)) {
            number = missing.getAsLong();
            if (Instant.now().isAfter(end)) {
                throw new BackupFailure(
                        "the log that the backup needs has not come into the archive within %d s: %s is missing; see whether archiving fails"
                                .formatted(
                                        limit.toSeconds(),
                                        segments.name(manifest.timeline(), number)));
            }
            claim.refresh();
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Right before the backup counts: retention may have gone on meanwhile. */
    void check(Manifest manifest, Timeline begun) throws IOException {
        var missing = missing(manifest, begun, segments.number(manifest.start()));
        if (missing.isPresent()) {
            throw new BackupFailure(
                    "%s, which the backup needs, was deleted from the archive while it was taken: take it again"
                            .formatted(segments.name(manifest.timeline(), missing.getAsLong())));
        }
    }

    /** The first from {@code number} on that the archive lacks on either timeline. */
    private OptionalLong missing(Manifest manifest, Timeline begun, long number)
            throws IOException {
        long last = segments.last(manifest.finish());
        Set<String> there = new HashSet<>();
        String listed = "";
        for (long n = number; n <= last; n++) {
            String log = segments.name(begun, n).substring(8, 16);
            if (!log.equals(listed)) {
                listed = log;
                there.clear();
                list(manifest.timeline(), log, there);
                list(begun, log, there);
            }
            if (!there.contains(segments.name(manifest.timeline(), n))
                    && !there.contains(segments.name(begun, n))) {
                return OptionalLong.of(n);
            }
        }
        return OptionalLong.empty();
    }

    /** The segments of one number of the log: a few thousand at most. */
    private void list(Timeline timeline, String log, Set<String> there) throws IOException {
        store.each(
                Layout.WAL + "%08X".formatted(timeline.number()) + log,
                some -> {
                    for (ObjectInfo object : some) {
                        there.add(Codec.plainName(object.key()).substring(Layout.WAL.length()));
                    }
                    return true;
                });
    }
}
