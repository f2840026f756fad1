package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.BaseBackup;
import io.matriarch.backup.BaseBackups;
import io.matriarch.backup.Retention;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Deletes backups, and the log that those which stay don't need. */
final class Deleting {

    private final ObjectStore store;
    private final Catalog catalog;

    Deleting(ObjectStore store) {
        this.store = store;
        this.catalog = new Catalog(store);
    }

    BaseBackups.Deleted delete(String name) throws IOException {
        List<BaseBackup> all = catalog.list();
        BaseBackup found =
                all.stream()
                        .filter(b -> b.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new BackupFailure(
                                                "there is no backup %s in %s"
                                                        .formatted(name, store.name())));
        List<String> deltas =
                all.stream()
                        .filter(b -> b.restsOn().filter(name::equals).isPresent())
                        .map(BaseBackup::name)
                        .toList();
        if (!deltas.isEmpty()) {
            throw new BackupFailure(
                    "%s rests on %s: delete that first"
                            .formatted(String.join(" and ", deltas), name));
        }
        if (found.permanent()) {
            throw new BackupFailure(name + " is permanent, and stays");
        }
        return remove(all, Set.of(name));
    }

    BaseBackups.Deleted thinOut(Retention retention, Instant now) throws IOException {
        // What it may not remove stays, and the backup that was taken before this has said so.
        List<String> _ = new Sweeping(store).removeLeft();
        List<BaseBackup> all = catalog.list();
        Set<String> gone = retention.dispensable(all, now);
        return gone.isEmpty() ? new BaseBackups.Deleted(List.of(), 0) : remove(all, gone);
    }

    private BaseBackups.Deleted remove(List<BaseBackup> all, Set<String> gone) throws IOException {
        List<BaseBackup> kept = all.stream().filter(b -> !gone.contains(b.name())).toList();
        // Deltas before what they rest on: interrupted, this leaves none that cannot be restored.
        List<String> order =
                all.reversed().stream().map(BaseBackup::name).filter(gone::contains).toList();
        var sweeping = new Sweeping(store);
        for (String name : order) {
            // Invisible first, then gone; interrupted, the next backup finds what it is.
            sweeping.mark(name);
            store.delete(List.of(Layout.sentinel(name)));
            sweeping.remove(name);
        }
        return new BaseBackups.Deleted(order, removeLog(kept));
    }

    /** Without any backup the log is left alone: somebody may still restore by other means. */
    private int removeLog(List<BaseBackup> kept) throws IOException {
        if (kept.isEmpty()) {
            return 0;
        }
        var needed = new NeededLog(kept, new Sweeping(store).allUnderWay());
        var count = new AtomicInteger();
        store.each(
                Layout.WAL,
                some -> {
                    List<String> keys =
                            some.stream()
                                    .map(ObjectInfo::key)
                                    .filter(k -> !needed.holds(k.substring(Layout.WAL.length())))
                                    .toList();
                    store.delete(keys);
                    count.addAndGet(keys.size());
                    return true;
                });
        return count.get();
    }
}
