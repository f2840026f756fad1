package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import io.matriarch.backup.Progress;
import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Unpacks a backup into an empty directory. Nothing is synced: the control file says that the
 * server was running, and such a server syncs its directory before it recovers.
 */
final class Restoring {

    private final ObjectStore store;
    private final Catalog catalog;

    Restoring(ObjectStore store) {
        this.store = store;
        this.catalog = new Catalog(store);
    }

    /**
     * Unpacks into {@code dataDir}, which is absent or empty. What a failure leaves there cannot be
     * started: the control file comes last.
     *
     * @param tablespaces the place of all tablespaces; where they were when empty
     */
    void restore(String name, Path dataDir, Optional<Path> tablespaces, Progress progress)
            throws IOException, InterruptedException {
        Chain chain = Chain.of(catalog, name);
        progress.expect(chain.size());
        try {
            unpack(chain, dataDir, tablespaces, progress);
        } catch (FileSystemException e) {
            throw new BackupFailure("cannot restore into " + dataDir + ": " + Words.of(e), e);
        } catch (IOException e) {
            throw Words.isFull(e)
                    ? new BackupFailure("cannot restore into " + dataDir + ": " + Words.of(e), e)
                    : e;
        }
    }

    private void unpack(Chain chain, Path dataDir, Optional<Path> tablespaces, Progress progress)
            throws IOException, InterruptedException {
        makeEmpty(dataDir);
        Sentinel newest = chain.newest().sentinel();
        var places = TablespacePlaces.choose(newest.tablespaces(), tablespaces);
        places.make(dataDir);
        Optional<FileList> wanted =
                chain.hasDeltas() ? Optional.of(files(chain.newest().name())) : Optional.empty();
        for (Chain.Link link : chain.links()) {
            boolean last = link.equals(chain.newest());
            Optional<FileList> own =
                    link.sentinel().restsOn().isEmpty()
                            ? Optional.empty()
                            : last ? wanted : Optional.of(files(link.name()));
            unpack(link.name(), new Unpacking(dataDir, places, wanted, own, false, progress), last);
        }
        // The links are made: a map would have PostgreSQL make them again, as they were.
        Files.deleteIfExists(dataDir.resolve("tablespace_map"));
    }

    /** Parts in any order, then the label that replaces theirs, then the control file. */
    private void unpack(String name, Unpacking unpacking, boolean last)
            throws IOException, InterruptedException {
        var parts = new ArrayList<Callable<Void>>();
        String label = "";
        String control = "";
        String folder = Layout.archives(name);
        for (ObjectInfo object : store.list(folder)) {
            String archive = Codec.plainName(object.key()).substring(folder.length());
            switch (archive) {
                case "backup_label.tar" -> label = object.key();
                case "pg_control.tar" -> control = object.key();
                default -> parts.add(() -> archive(object.key(), unpacking));
            }
        }
        if (parts.isEmpty() || control.isEmpty()) {
            throw new BackupFailure(
                    "%s is incomplete: it has %s"
                            .formatted(name, parts.isEmpty() ? "no parts" : "no pg_control.tar"));
        }
        Crew.work(Math.min(Crew.size(), parts.size()), List.copyOf(parts));
        if (last) {
            if (!label.isEmpty()) {
                archive(label, unpacking.whole());
            }
            archive(control, unpacking.whole());
        }
    }

    private Void archive(String key, Unpacking unpacking) throws IOException {
        try (InputStream in = Codec.ofKey(key).reading(key, store.open(key))) {
            unpacking.archive(in);
            return null;
        } catch (UnsafeArchiveException e) {
            throw new BackupFailure(key + ": " + e.getMessage(), e);
        }
    }

    private FileList files(String name) throws IOException {
        try (InputStream in = store.open(Layout.files(name))) {
            return FileList.read(in);
        }
    }

    private static void makeEmpty(Path dataDir) throws IOException {
        if (Files.exists(dataDir)) {
            try (var entries = Files.list(dataDir)) {
                if (entries.findAny().isPresent()) {
                    throw new BackupFailure(
                            "%s is not empty: a backup is restored into an empty directory"
                                    .formatted(dataDir));
                }
            }
        }
        Files.createDirectories(dataDir);
        Files.setPosixFilePermissions(dataDir, Unpacking.OWNER_ONLY);
    }
}
