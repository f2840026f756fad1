package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the tablespaces of a restored directory lie.
 *
 * @param places oid to an absolute path
 */
record TablespacePlaces(SortedMap<String, Path> places) {

    /**
     * Each goes where it was, if that place is free, else beside it under a new name: what lies
     * there may belong to the data directory that this one replaces, which is kept.
     *
     * @param below when set, all go there instead
     */
    static TablespacePlaces choose(Map<String, String> recorded, Optional<Path> below)
            throws IOException {
        var places = new TreeMap<String, Path>();
        for (var tablespace : recorded.entrySet()) {
            String oid = tablespace.getKey();
            if (!oid.matches("\\d{1,10}")) {
                throw new UnsafeArchiveException(
                        "the backup names a tablespace \"%s\", which is no oid".formatted(oid));
            }
            Path was = Path.of(tablespace.getValue());
            if (below.isEmpty() && !was.isAbsolute()) {
                throw new UnsafeArchiveException(
                        "the backup places tablespace %s at \"%s\", which is no absolute path"
                                .formatted(oid, was));
            }
            places.put(oid, below.isPresent() ? below.get().resolve(oid) : free(was));
        }
        return new TablespacePlaces(places);
    }

    private static Path free(Path was) throws IOException {
        Path place = was;
        for (int i = 2; !isFree(place); i++) {
            place = was.resolveSibling(was.getFileName() + "." + i);
        }
        return place;
    }

    private static boolean isFree(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return !Files.exists(place);
        }
        try (var entries = Files.list(place)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Makes the places and the links to them. */
    void make(Path dataDir) throws IOException {
        Path links = Files.createDirectories(dataDir.resolve("pg_tblspc"));
        for (var tablespace : places.entrySet()) {
            Path place = tablespace.getValue();
            try {
                Files.createDirectories(place);
                Files.setPosixFilePermissions(place, Unpacking.OWNER_ONLY);
            } catch (IOException e) {
                throw new BackupFailure(
                        "cannot make the directory %s of tablespace %s: make it, owned by this user and empty"
                                .formatted(place, tablespace.getKey()),
                        e);
            }
            Files.createSymbolicLink(links.resolve(tablespace.getKey()), place);
        }
    }
}
