package io.matriarch.backup.s3.wal;

import io.matriarch.backup.s3.codec.Codec;
import io.matriarch.backup.s3.objects.ObjectInfo;
import io.matriarch.backup.s3.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a former leader did not ship before it was gone, and this node has: a standby marks what it
 * received as done, so that PostgreSQL itself never ships it.
 */
record Gaps(ObjectStore store) {

    private static final String DONE = ".done";

    /** The oldest first. */
    List<WalFile> in(Path walFolder) throws IOException {
        Ancestry ancestry = Ancestry.of(walFolder);
        List<WalFile> candidates = new ArrayList<>();
        for (WalFile wal : done(walFolder)) {
            Path file = walFolder.resolve(wal.name());
            if (Files.exists(file)
                    && (wal.kind() == WalFile.Kind.HISTORY
                            || (wal.kind() == WalFile.Kind.SEGMENT
                                    && ancestry.holdsAll(wal, Files.size(file))))) {
                candidates.add(wal);
            }
        }
        Set<String> stored = stored(candidates);
        candidates.removeIf(wal -> stored.contains(wal.name()));
        return candidates;
    }

    private static List<WalFile> done(Path walFolder) throws IOException {
        try (Stream<Path> files = Files.list(walFolder.resolve("archive_status"))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(DONE))
                    .map(name -> name.substring(0, name.length() - DONE.length()))
                    .sorted()
                    .flatMap(name -> WalFile.of(name).stream())
                    .toList();
        }
    }

    private Set<String> stored(List<WalFile> candidates) throws IOException {
        Set<String> stored = new HashSet<>();
        Set<String> asked = new HashSet<>();
        for (WalFile wal : candidates) {
            // Timeline and log: at most 256 segments and their like in one answer.
            String some =
                    wal.name().substring(0, Math.min(16, wal.name().indexOf('.') < 0 ? 16 : 8));
            if (asked.add(some)) {
                for (ObjectInfo object : store.list(WalFile.FOLDER + some)) {
                    stored.add(Codec.plainName(object.key()).substring(WalFile.FOLDER.length()));
                }
            }
        }
        return stored;
    }
}
