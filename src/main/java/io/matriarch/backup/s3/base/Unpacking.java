package io.matriarch.backup.s3.base;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.matriarch.backup.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Writes the entries of archives below an empty directory. Nothing but the links of tablespaces is
 * ever a link there, so that no entry can be written through one.
 *
 * @param wanted of a delta: what the newest backup has; what it lacks was dropped since
 * @param own of a delta: what this very backup says of its files
 * @param control the control file is wanted too; it comes last, from an archive of its own
 * @param progress counts what was written
 */
record Unpacking(
        Path dataDir,
        TablespacePlaces tablespaces,
        Optional<FileList> wanted,
        Optional<FileList> own,
        boolean control,
        Progress progress) {

    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private static final String CONTROL_FILE = "global/pg_control";
    private static final Pattern TABLESPACE = Pattern.compile("pg_tblspc/(\\d+)(?:/(.*))?");
    private static final Pattern KNOWN_LINK = Pattern.compile("pg_wal|pg_tblspc/\\d+|log|pg_log");

    /** For the archives of the label and of the control file, which no list names. */
    Unpacking whole() {
        return new Unpacking(
                dataDir, tablespaces, Optional.empty(), Optional.empty(), true, progress);
    }

    /** Reads to the end of the stream, so that its checksums are looked at. */
    void archive(InputStream tar) throws IOException {
        // The stream is the caller's.
        @SuppressWarnings("resource")
        var entries = new TarArchiveInputStream(tar);
        TarArchiveEntry entry;
        while ((entry = entries.getNextEntry()) != null) {
            String path = TarEntries.below(entry.getName());
            if (entry.isDirectory()) {
                directory(path, entry.getMode());
            } else if (entry.isSymbolicLink() && KNOWN_LINK.matcher(path).matches()) {
                // Tablespaces come from the sentinel; the others become plain directories.
                continue;
            } else if (!TarEntries.isPlainFile(entry)) {
                throw new UnsafeArchiveException(
                        "the archive's entry \"%s\" is no file and no directory"
                                .formatted(entry.getName()));
            } else if (isWanted(path)) {
                file(path, entry, entries);
            }
        }
        // The codec's checksum comes behind the archive's end.
        tar.transferTo(java.io.OutputStream.nullOutputStream());
    }

    private boolean isWanted(String path) {
        return path.equals(CONTROL_FILE) ? control : wanted.isEmpty() || wanted.get().holds(path);
    }

    private void directory(String path, int mode) throws IOException {
        Path place = place(path);
        Files.createDirectories(place);
        if (!path.isEmpty() && !Files.isSymbolicLink(place)) {
            Files.setPosixFilePermissions(place, permissions(mode | 0700));
        }
    }

    private void file(String path, TarArchiveEntry entry, InputStream content) throws IOException {
        Path place = place(path);
        Files.createDirectories(Objects.requireNonNull(place.getParent()));
        boolean increment = own.isPresent() && own.get().isIncrement(path);
        Set<java.nio.file.OpenOption> options =
                increment
                        ? Set.of(WRITE, CREATE, NOFOLLOW_LINKS)
                        : Set.of(WRITE, CREATE, TRUNCATE_EXISTING, NOFOLLOW_LINKS);
        var mode = PosixFilePermissions.asFileAttribute(permissions(entry.getMode()));
        try (FileChannel file = FileChannel.open(place, options, mode)) {
            if (increment) {
                Increment.apply(content, file, path);
            } else {
                copy(content, file);
            }
        }
        progress.add(entry.getSize());
    }

    private static void copy(InputStream content, FileChannel file) throws IOException {
        byte[] block = new byte[1 << 18];
        for (int n = content.read(block); n >= 0; n = content.read(block)) {
            ByteBuffer bytes = ByteBuffer.wrap(block, 0, n);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }

    private Path place(String path) throws IOException {
        var tablespace = TABLESPACE.matcher(path);
        if (!tablespace.matches()) {
            return path.isEmpty() ? dataDir : dataDir.resolve(path);
        }
        Path place = tablespaces.places().get(tablespace.group(1));
        if (place == null) {
            throw new UnsafeArchiveException(
                    "the archive has files of tablespace %s, which the backup does not name"
                            .formatted(tablespace.group(1)));
        }
        return tablespace.group(2) == null ? place : place.resolve(tablespace.group(2));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var set = java.util.EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                set.add(all[i]);
            }
        }
        set.add(PosixFilePermission.OWNER_READ);
        set.add(PosixFilePermission.OWNER_WRITE);
        return set;
    }
}
