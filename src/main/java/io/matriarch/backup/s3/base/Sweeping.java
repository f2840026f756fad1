package io.matriarch.backup.s3.base;

import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What backups that were never finished left behind. */
final class Sweeping {

    /** Backups of wal-g have no claim: none of its parts takes so long. */
    private static final Duration SILENT = Duration.ofHours(24);

    private static final Duration UPLOAD = Duration.ofDays(2);

    private final ObjectStore store;

    Sweeping(ObjectStore store) {
        this.store = store;
    }

    /**
     * Removes all that is left, here and of uploads.
     *
     * @return one line for each thing that may not be removed: it costs room, and no backup
     */
    List<String> removeLeft() throws IOException {
        var kept = new ArrayList<String>();
        for (var folder : unfinished().entrySet()) {
            if (isLeft(folder.getValue())) {
                unlessDenied(() -> remove(folder.getValue()), kept);
            }
        }
        unlessDenied(() -> store.abortUnfinished(Layout.BACKUPS, UPLOAD), kept);
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

    /** The same for one name. */
    void removeLeft(String backup) throws IOException {
        List<ObjectInfo> folder = unfinished().getOrDefault(backup, List.of());
        if (isLeft(folder)) {
            remove(folder);
        }
    }

    /** A backup that somebody is taking right now. */
    Optional<String> underWay() throws IOException {
        return unfinished().entrySet().stream()
                .filter(folder -> !isLeft(folder.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    void remove(List<ObjectInfo> objects) throws IOException {
        store.delete(objects.stream().map(ObjectInfo::key).toList());
    }

    /** Folders without a sentinel, by the backup's name. */
    private Map<String, List<ObjectInfo>> unfinished() throws IOException {
        var folders = new HashMap<String, List<ObjectInfo>>();
        var finished = new ArrayList<String>();
        for (ObjectInfo object : store.list(Layout.BACKUPS)) {
            String name = object.key().substring(Layout.BACKUPS.length());
            int slash = name.indexOf('/');
            if (slash > 0 && Catalog.NAME.matcher(name.substring(0, slash)).matches()) {
                folders.computeIfAbsent(name.substring(0, slash), _ -> new ArrayList<>())
                        .add(object);
            } else if (name.endsWith(Layout.SENTINEL)) {
                finished.add(name.substring(0, name.length() - Layout.SENTINEL.length()));
            }
        }
        finished.forEach(folders::remove);
        return folders;
    }

    private static boolean isLeft(List<ObjectInfo> folder) {
        Instant now = Instant.now();
        boolean claimed = folder.stream().anyMatch(o -> o.key().endsWith(Layout.RUNNING));
        Duration silent = claimed ? Claim.LEFT : SILENT;
        return folder.stream()
                .filter(o -> !claimed || o.key().endsWith(Layout.RUNNING))
                .allMatch(o -> o.modified().isBefore(now.minus(silent)));
    }
}
