package io.matriarch.backup.s3.base;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The right to write a backup of this name. While it is written anew now and then, others see that
 * the backup is under way; the store decides which of two comes first.
 */
final class Claim {

    /** One that was not written for so long was left by somebody who died. */
    static final Duration LEFT = Duration.ofMinutes(10);

    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final ObjectStore store;
    private final String backup;
    private final byte[] content;
    private Instant written = Instant.now();

    private Claim(ObjectStore store, String backup, String host) {
        this.store = store;
        this.backup = backup;
        this.content =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("host", host)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @throws BackupFailure when there is a finished backup of this name, or one is under way
     */
    static Claim take(ObjectStore store, String backup, String host) throws IOException {
        var claim = new Claim(store, backup, host);
        new Sweeping(store).removeLeft(backup);
        try {
            store.put(Layout.running(backup), claim.content, Existing.KEEP);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.EXISTS) {
                throw e;
            }
            if (!isFinished(store, backup)) {
                throw new BackupFailure(backup + " is being taken by another node", e);
            }
            // Whoever finished it could not say so.
            claim.end();
            throw new AlreadyThere(backup);
        }
        if (!isFinished(store, backup)) {
            return claim;
        }
        claim.end();
        throw new AlreadyThere(backup);
    }

    private static boolean isFinished(ObjectStore store, String backup) throws StorageException {
        try {
            ObjectInfo _ = store.head(Layout.sentinel(backup));
            return true;
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.ABSENT) {
                return false;
            }
            throw e;
        }
    }

    /** Called again and again while the work goes on. */
    synchronized void refresh() throws StorageException {
        Instant now = Instant.now();
        if (now.isAfter(written.plus(AGAIN))) {
            store.put(Layout.running(backup), content, Existing.REPLACE);
            written = now;
        }
    }

    void end() throws StorageException {
        store.delete(java.util.List.of(Layout.running(backup)));
    }
}
