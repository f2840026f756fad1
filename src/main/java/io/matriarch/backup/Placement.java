package io.matriarch.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Gives a finished file its place: in one step, and for good. */
public final class Placement {

    private Placement() {}

    /** Makes a folder that holds nothing: what an earlier run left in it is gone. */
    public static void emptied(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> left;
        try (Stream<Path> all = Files.walk(folder)) {
            left = all.filter(p -> !p.equals(folder)).sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : left) {
            Files.deleteIfExists(path);
        }
    }

    /** Moves {@code file}, whose content is on disk already, also to another file system. */
    public static void move(Path file, Path target) throws IOException {
        try {
            rename(file, target);
        } catch (FileSystemException _) {
            copy(file, target);
            Files.deleteIfExists(file);
        }
        sync(folderOf(target));
    }

    private static void copy(Path file, Path target) throws IOException {
        Path near = target.resolveSibling(target.getFileName() + ".matriarch-new");
        try {
            Files.copy(file, near, StandardCopyOption.REPLACE_EXISTING);
            sync(near);
            rename(near, target);
        } finally {
            Files.deleteIfExists(near);
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes a file's content, or a directory's names, last. */
    public static void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path folderOf(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        return folder == null ? Path.of("/") : folder;
    }
}
