package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.s3.objects.Existing;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What backups that were never finished left behind. */
final class Sweeping {

    private static final Duration UPLOAD = Duration.ofDays(2);

    private final ObjectStore store;
    private final InstantSource wall;

    Sweeping(ObjectStore store) {
        this(store, InstantSource.system());
    }

    Sweeping(ObjectStore store, InstantSource wall) {
        this.store = store;
        this.wall = wall;
    }

    /**
     * Removes all that is left, here and of uploads.
     *
     * @return one line for each thing that may not be removed: it costs room, and no backup
     */
    List<String> removeLeft() throws IOException {
        var kept = new ArrayList<String>();
        for (String backup : unfinished()) {
            if (Trace.of(store, backup).isLeft(wall.instant())) {
                unlessDenied(() -> remove(backup), kept);
            }
        }
        unlessDenied(() -> store.abortUnfinished(Layout.BACKUPS, UPLOAD), kept);
        unlessDenied(() -> store.abortUnfinished(Layout.WAL, UPLOAD), kept);
        return kept.stream().distinct().toList();
    }

    private interface Removal {
        void run() throws IOException;
    }

    private static void unlessDenied(Removal removal, List<String> kept) throws IOException {
        try {
            removal.run();
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DENIED) {
                throw e;
            }
            kept.add("what unfinished backups left behind stays: " + e.line());
        }
    }

    /**
     * The same for one name.
     *
     * @throws BackupFailure while somebody deletes what had that name
     */
    void removeLeft(String backup) throws IOException {
        Instant now = wall.instant();
        Trace trace = Trace.of(store, backup);
        if (trace.isBeingDeleted(now)) {
            throw new BackupFailure(backup + " is being deleted: take a backup when that is done");
        }
        if (unfinished().contains(backup) && trace.isLeft(now)) {
            remove(backup);
        }
    }

    /** A backup that somebody is taking right now. */
    Optional<String> underWay() throws IOException {
        return allUnderWay().stream().findFirst();
    }

    /** Those that somebody is taking right now. */
    List<String> allUnderWay() throws IOException {
        var found = new ArrayList<String>();
        for (String backup : unfinished()) {
            if (!Trace.of(store, backup).isLeft(wall.instant())) {
                found.add(backup);
            }
        }
        return found;
    }

    /** Says that the backup is being deleted: who is interrupted then leaves no riddle. */
    void mark(String backup) throws StorageException {
        try {
            store.put(Layout.deleting(backup), new byte[] {'{', '}'}, Existing.KEEP);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.EXISTS) {
                throw e;
            }
        }
    }

    /** All of a backup's folder; what tells of its state goes last, should this be interrupted. */
    void remove(String backup) throws IOException {
        List<String> state = List.of(Layout.running(backup), Layout.deleting(backup));
        store.each(
                Layout.folder(backup),
                some -> {
                    store.delete(
                            some.stream()
                                    .map(ObjectInfo::key)
                                    .filter(key -> !state.contains(key))
                                    .toList());
                    return true;
                });
        store.delete(state);
    }

    /** Folders without a sentinel, by the backup's name. */
    private List<String> unfinished() throws IOException {
        ObjectStore.Level level = store.level(Layout.BACKUPS);
        Set<String> finished =
                level.objects().stream()
                        .map(ObjectInfo::key)
                        .filter(key -> key.endsWith(Layout.SENTINEL))
                        .map(
                                key ->
                                        key.substring(
                                                Layout.BACKUPS.length(),
                                                key.length() - Layout.SENTINEL.length()))
                        .collect(Collectors.toSet());
        return level.folders().stream()
                .map(key -> key.substring(Layout.BACKUPS.length(), key.length() - 1))
                .filter(name -> Catalog.NAME.matcher(name).matches() && !finished.contains(name))
                .toList();
    }
}
