package io.matriarch.backup.s3.base;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Set;

/** About how much a base backup of a data directory will read; the server goes on changing it. */
final class DataSize extends SimpleFileVisitor<Path> {

    /** PostgreSQL leaves out what these hold. */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "pg_wal",
                    "pg_dynshmem",
                    "pg_notify",
                    "pg_replslot",
                    "pg_serial",
                    "pg_snapshots",
                    "pg_stat_tmp",
                    "pg_subtrans",
                    "pgsql_tmp");

    private long bytes;

    private DataSize() {}

    /**
     * @param tablespaces where they are
     */
    static long of(Path dataDir, Collection<String> tablespaces) throws IOException {
        var size = new DataSize();
        Files.walkFileTree(dataDir, size);
        for (String place : tablespaces) {
            Files.walkFileTree(Path.of(place), size);
        }
        return size.bytes;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return LEFT_OUT.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        bytes += attributes.isRegularFile() ? attributes.size() : 0;
        return FileVisitResult.CONTINUE;
    }

    /** Files come and go; what cannot be read, the backup itself will tell of. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
        return FileVisitResult.CONTINUE;
    }
}
