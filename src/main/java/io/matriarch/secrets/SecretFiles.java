package io.matriarch.secrets;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This node's copies, one file for each secret: the newest value in the first line, older ones
 * below. What was restored from an older state of the database lets in by an older one.
 *
 * @param folder for the agent's user alone
 */
public record SecretFiles(Path folder) {

    private static final int KEPT = 5;

    public Path path(SecretName name) {
        return folder.resolve(name.text());
    }

    /** The newest first; empty when there are none. */
    public List<String> read(SecretName name) throws IOException {
        try {
            return Files.readAllLines(path(name));
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    /**
     * Puts {@code values} before those that are there; whole or not at all.
     *
     * @param values the newest first
     */
    public void add(SecretName name, List<String> values) throws IOException {
        write(name, Stream.concat(values.stream(), read(name).stream()));
    }

    /** A value that may become the right one at any moment: tried after the one that is. */
    void announce(SecretName name, String value) throws IOException {
        List<String> copies = read(name);
        if (!copies.contains(value)) {
            write(
                    name,
                    Stream.concat(
                            copies.stream().limit(1),
                            Stream.concat(Stream.of(value), copies.stream().skip(1))));
        }
    }

    /** When the newest was put there. */
    public Instant since(SecretName name) throws IOException {
        return Files.getLastModifiedTime(path(name)).toInstant();
    }

    private void write(SecretName name, Stream<String> values) throws IOException {
        List<String> kept = values.distinct().limit(KEPT).toList();
        // The file's age says how long the newest value has been known.
        if (kept.equals(read(name))) {
            return;
        }
        String lines = kept.stream().map(line -> line + "\n").collect(Collectors.joining());
        Files.createDirectories(folder, permissions("rwx------"));
        Path fresh = folder.resolve("." + name.text());
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, permissions("rw-------"));
        Files.writeString(fresh, lines);
        Files.move(fresh, path(name), ATOMIC_MOVE, REPLACE_EXISTING);
    }

    private static java.nio.file.attribute.FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
