package io.matriarch.backup.s3.base;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Takes pg_basebackup's archives apart; what needs a place of its own is kept back. */
final class Intake implements ServerStream.Reader {

    static final String CONTROL_FILE = "global/pg_control";

    /** Called when the backup's name is needed first. */
    interface Opening {
        /**
         * @param label backup_label, when it came first
         */
        Parts open(@Nullable String label) throws IOException, InterruptedException;
    }

    private final Opening opening;
    private final FilesJson files;
    private final Path manifest;
    private @Nullable Parts parts;
    private byte[] control = new byte[0];

    Intake(Opening opening, FilesJson files, Path manifest) {
        this.opening = opening;
        this.files = files;
        this.manifest = manifest;
    }

    @Override
    public void read(String archive, InputStream tar) throws IOException, InterruptedException {
        String folder = archive.equals(ServerStream.BASE) ? "" : "pg_tblspc/" + archive + "/";
        // The stream is the caller's.
        @SuppressWarnings("resource")
        var entries = new TarArchiveInputStream(tar);
        TarArchiveEntry entry;
        while ((entry = entries.getNextEntry()) != null) {
            String path = folder + TarEntries.below(entry.getName());
            if (entry.isDirectory()) {
                add(directory(path, entry), InputStream.nullInputStream());
            } else if (TarEntries.isPlainFile(entry)) {
                file(path, entry, entries);
            }
        }
        tar.transferTo(java.io.OutputStream.nullOutputStream());
    }

    private void file(String path, TarArchiveEntry entry, InputStream content)
            throws IOException, InterruptedException {
        switch (path) {
            case Manifest.NAME -> Files.copy(content, manifest);
            // Whoever restores decides what the server shall be.
            case "standby.signal", "recovery.signal" -> {}
            case CONTROL_FILE -> {
                control = content.readAllBytes();
                files.add(path, entry.getLastModifiedTime().toInstant());
            }
            case "backup_label" -> {
                byte[] label = content.readAllBytes();
                opened(new String(label, java.nio.charset.StandardCharsets.UTF_8));
                add(regular(path, entry), new ByteArrayInputStream(label));
            }
            default -> add(regular(path, entry), content);
        }
    }

    private void add(TarArchiveEntry entry, InputStream content)
            throws IOException, InterruptedException {
        opened(null).add(entry, content);
        if (!entry.isDirectory()) {
            files.add(entry.getName(), entry.getLastModifiedTime().toInstant());
        }
    }

    private synchronized Parts opened(@Nullable String label)
            throws IOException, InterruptedException {
        Parts open = parts;
        if (open == null) {
            open = opening.open(label);
            parts = open;
        }
        return open;
    }

    private static TarArchiveEntry directory(String path, TarArchiveEntry from) {
        var entry = new TarArchiveEntry(path + "/");
        entry.setMode(from.getMode());
        entry.setLastModifiedTime(from.getLastModifiedTime());
        return entry;
    }

    private static TarArchiveEntry regular(String path, TarArchiveEntry from) {
        TarArchiveEntry entry = regular(path, from.getSize());
        entry.setLastModifiedTime(from.getLastModifiedTime());
        entry.setMode(from.getMode());
        return entry;
    }

    static TarArchiveEntry regular(String path, long size) {
        var entry = new TarArchiveEntry(path);
        entry.setSize(size);
        entry.setMode(0100600);
        return entry;
    }

    /** The file whose presence makes a directory startable. */
    byte[] control() {
        return Arrays.copyOf(control, control.length);
    }
}
