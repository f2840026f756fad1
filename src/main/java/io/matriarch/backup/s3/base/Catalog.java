package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.Reach;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.StorageException;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The finished backups below a prefix. */
final class Catalog {

    static final Pattern NAME = Pattern.compile("base_[0-9A-F]{24}(_D_[0-9A-F]{24})?");

    private final ObjectStore store;

    Catalog(ObjectStore store) {
        this.store = store;
    }

    /** Oldest first; one whose sentinel is damaged is among them, and says so. */
    List<BaseBackup> list() throws IOException {
        List<ObjectInfo> sentinels = sentinels();
        List<String> names = sentinels.stream().map(o -> name(o.key()).orElseThrow()).toList();
        var found = new ArrayList<BaseBackup>();
        for (ObjectInfo sentinel : sentinels) {
            backup(name(sentinel.key()).orElseThrow(), sentinel, names).ifPresent(found::add);
        }
        found.sort(Comparator.comparing(BaseBackup::stored).thenComparing(BaseBackup::name));
        return found;
    }

    Optional<Instant> newest() throws IOException {
        return sentinels().stream().map(ObjectInfo::modified).max(Comparator.naturalOrder());
    }

    private List<ObjectInfo> sentinels() throws IOException {
        return store.level(Layout.BACKUPS).objects().stream()
                .filter(object -> name(object.key()).isPresent())
                .toList();
    }

    Reach reach() throws IOException {
        return new Reach(list(), Optional.of(new LogListing(store).read()));
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

    private Optional<BaseBackup> backup(String name, ObjectInfo object, List<String> names)
            throws IOException {
        Sentinel s;
        try {
            s = sentinel(name);
        } catch (BackupFailure _) {
            // Deleted since it was listed.
            return Optional.empty();
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            // One that is damaged must not hide the others, nor be forgotten by retention.
            return Optional.of(
                    BaseBackup.unreadable(
                            name,
                            foundation(name, names),
                            timeline(name),
                            object.modified(),
                            String.valueOf(e.getMessage())));
        }
        var proofs = new Proofs(store);
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
                        proofs.read(name),
                        proofs.attempt(name)));
    }

    /** A delta's name has the digits of what it rests on. */
    private static Optional<String> foundation(String name, List<String> names) {
        int delta = name.indexOf("_D_");
        return delta < 0
                ? Optional.empty()
                : names.stream()
                        .filter(other -> other.startsWith("base_" + name.substring(delta + 3)))
                        .findFirst();
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
