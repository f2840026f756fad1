package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.Reach;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The finished backups below a prefix. */
final class Catalog {

    static final Pattern NAME = Pattern.compile("base_[0-9A-F]{24}(_D_[0-9A-F]{24})?");

    private static final Pattern SEGMENT =
            Pattern.compile(Layout.WAL + "[0-9A-F]{24}(\\.[a-z0-9]+)?");

    private final ObjectStore store;

    Catalog(ObjectStore store) {
        this.store = store;
    }

    /** Oldest first. */
    List<BaseBackup> list() throws IOException {
        List<ObjectInfo> objects = store.list(Layout.BACKUPS);
        Set<String> keys = new HashSet<>();
        objects.forEach(o -> keys.add(o.key()));
        var found = new ArrayList<BaseBackup>();
        for (ObjectInfo object : objects) {
            Optional<String> name = name(object.key());
            if (name.isPresent()) {
                backup(name.get(), object, keys).ifPresent(found::add);
            }
        }
        found.sort(Comparator.comparing(BaseBackup::stored).thenComparing(BaseBackup::name));
        return found;
    }

    Optional<Instant> newest() throws IOException {
        return store.list(Layout.BACKUPS).stream()
                .filter(object -> name(object.key()).isPresent())
                .map(ObjectInfo::modified)
                .max(Comparator.naturalOrder());
    }

    Reach reach() throws IOException {
        List<ObjectInfo> log =
                store.list(Layout.WAL).stream()
                        .filter(o -> SEGMENT.matcher(o.key()).matches())
                        .filter(o -> !o.key().endsWith(".partial"))
                        .toList();
        Segments segments = log.isEmpty() ? Segments.USUAL : Segments.of(store, log.getLast());
        Lsn end = Lsn.ZERO;
        Instant time = Instant.EPOCH;
        for (ObjectInfo object : log) {
            end = end.max(segments.end(object.key().substring(Layout.WAL.length())));
            time = object.modified().isAfter(time) ? object.modified() : time;
        }
        return new Reach(list(), end, time);
    }

    /**
     * @throws BackupFailure when the backups there are of another cluster: its log would mix with
     *     this one's
     */
    void refuseOther(io.matriarch.cluster.SystemId mine) throws IOException {
        for (BaseBackup backup : list()) {
            if (backup.systemId().isKnown() && !backup.systemId().equals(mine)) {
                throw new BackupFailure(
                        "%s holds another cluster: %s has the system identifier %s, this one %s; give each cluster a prefix of its own"
                                .formatted(store.name(), backup.name(), backup.systemId(), mine));
            }
        }
    }

    private static Optional<String> name(String key) {
        if (!key.endsWith(Layout.SENTINEL)) {
            return Optional.empty();
        }
        String name =
                key.substring(Layout.BACKUPS.length(), key.length() - Layout.SENTINEL.length());
        return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
    }

    private Optional<BaseBackup> backup(String name, ObjectInfo object, Set<String> keys)
            throws IOException {
        Sentinel s;
        try {
            s = sentinel(name);
        } catch (BackupFailure _) {
            // Deleted since it was listed.
            return Optional.empty();
        }
        return Optional.of(
                new BaseBackup(
                        name,
                        s.restsOn().map(Sentinel.Delta::from),
                        timeline(name),
                        s.start(),
                        s.finish(),
                        s.begun().orElse(object.modified()),
                        object.modified(),
                        s.size(),
                        s.storedSize(),
                        s.systemId(),
                        s.version(),
                        s.host(),
                        s.permanent(),
                        keys.contains(Layout.proof(name))
                                ? new Proofs(store).read(name)
                                : Optional.empty(),
                        keys.contains(Layout.attempt(name))
                                ? new Proofs(store).attempt(name)
                                : Optional.empty()));
    }

    /** The digits behind {@code base_} are a segment's name, which begins with its timeline. */
    static Timeline timeline(String name) {
        return new Timeline(Integer.parseUnsignedInt(name.substring(5, 13), 16));
    }

    /**
     * @throws BackupFailure when there is no such backup
     */
    Sentinel sentinel(String name) throws IOException {
        try (InputStream in = store.open(Layout.sentinel(name))) {
            return SentinelJson.read(in.readAllBytes(), name);
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.ABSENT) {
                throw new BackupFailure(
                        "there is no backup %s in %s: matriarch backup list names what there is"
                                .formatted(name, store.name()),
                        e);
            }
            throw e;
        }
    }
}
