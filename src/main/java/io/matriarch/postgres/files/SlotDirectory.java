package io.matriarch.postgres.files;

import io.matriarch.cluster.Lsn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code pg_replslot} of a server that is down: a running one keeps its slots in memory. */
public record SlotDirectory(Path dataDir) {

    /** Digits of a file's name that say its timeline. */
    public static final int TIMELINE = 8;

    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");

    public boolean has(String slot) {
        return Files.exists(place(slot).resolve("state"));
    }

    /** Appears whole or not at all, as PostgreSQL itself does it. */
    public void write(String slot, byte[] state) throws IOException {
        Path place = place(slot);
        Path fresh = place.resolveSibling(slot + ".tmp");
        remove(fresh);
        Files.createDirectory(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (FileChannel channel = open(fresh.resolve("state"))) {
            write(channel, state);
        }
        WholeFile.syncDirectory(fresh);
        remove(place);
        Files.move(fresh, place);
        WholeFile.syncDirectory(Objects.requireNonNull(place.getParent()));
    }

    public void remove(String slot) throws IOException {
        remove(place(slot));
    }

    /** The log here begins with this file, its timeline cut off; empty when there is none. */
    public Optional<String> oldestLog() throws IOException {
        try (var files = Files.list(log())) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> SEGMENT.matcher(f).matches())
                    .map(f -> f.substring(TIMELINE))
                    .min(Comparator.naturalOrder());
        }
    }

    /** The file of the log that holds this position, its timeline cut off. */
    public static String logFile(Lsn position, long segmentSize) {
        long number = Long.divideUnsigned(position.bytes(), segmentSize);
        long perId = 0x100000000L / segmentSize;
        return "%08X%08X".formatted(number / perId, number % perId);
    }

    /** What is older than the log here, so that a slot can begin at it. */
    public void addLog(String name, LogSource source) throws IOException, SQLException {
        Path fresh = log().resolve(name + ".matriarch-new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = open(fresh)) {
            byte[] part = source.read(name, 0);
            for (long at = 0; part.length > 0; part = source.read(name, at)) {
                write(channel, part);
                at += part.length;
            }
        }
        Files.move(fresh, log().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        WholeFile.syncDirectory(log());
    }

    /** Where the files of the log come from. */
    @FunctionalInterface
    public interface LogSource {
        /** A part of the file from {@code offset} on; nothing at its end. */
        byte[] read(String name, long offset) throws SQLException;
    }

    private Path log() {
        return dataDir.resolve("pg_wal");
    }

    private static FileChannel open(Path file) throws IOException {
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return FileChannel.open(
                file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), owner);
    }

    private static void write(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    private Path place(String slot) {
        return dataDir.resolve("pg_replslot").resolve(slot);
    }

    private static void remove(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return;
        }
        try (var files = Files.newDirectoryStream(place)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(place);
    }
}
