package io.matriarch.backup.s3.base;

import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a backup's folder tells of one that is not finished: whether somebody still works on it. */
final class Trace {

    /** Backups of wal-g have no claim: none of its parts takes so long. */
    private static final Duration SILENT = Duration.ofHours(24);

    private Instant newest = Instant.MIN;
    private @Nullable Instant claimed;
    private @Nullable Instant deleting;
    private boolean data;

    private Trace() {}

    static Trace of(ObjectStore store, String backup) throws IOException {
        var trace = new Trace();
        store.each(
                Layout.folder(backup),
                some -> {
                    some.forEach(trace::saw);
                    return true;
                });
        return trace;
    }

    private void saw(ObjectInfo object) {
        String key = object.key();
        newest = object.modified().isAfter(newest) ? object.modified() : newest;
        if (key.endsWith(Layout.RUNNING)) {
            claimed = object.modified();
        } else if (key.endsWith(Layout.DELETING)) {
            deleting = object.modified();
        } else if (!key.endsWith(Layout.PROVEN) && !key.endsWith(Layout.ATTEMPTED)) {
            data = true;
        }
    }

    /**
     * Nobody goes on with it. What a restore tells of a backup that is gone is no backup either.
     */
    boolean isLeft(Instant now) {
        Instant mine = claimed;
        if (mine != null) {
            return mine.isBefore(now.minus(Claim.LEFT));
        }
        return deleting != null || !data || newest.isBefore(now.minus(SILENT));
    }

    /** Whoever deletes it may not be done yet: what is written there now may go with the rest. */
    boolean isBeingDeleted(Instant now) {
        Instant mine = deleting;
        return mine != null && !mine.isBefore(now.minus(Claim.LEFT));
    }
}
