package io.matriarch.backup.s3.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file beside the one that it becomes; on disk before it gets that name. */
final class TemporaryFile implements AutoCloseable {

    private static final String END = ".tmp";

    private final Path target;
    private final Path file;
    private final FileChannel channel;

    private TemporaryFile(Path target, Path file, FileChannel channel) {
        this.target = target;
        this.file = file;
        this.channel = channel;
    }

    static TemporaryFile beside(Path target) throws IOException {
        Path folder = folderOf(target);
        Path file = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + END);
        for (int tries = 0; ; tries++) {
            Files.createDirectories(folder);
            try {
                return new TemporaryFile(
                        target,
                        file,
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            } catch (NoSuchFileException e) {
                // Somebody removed the folder because it was empty.
                if (tries == 3) {
                    throw e;
                }
            }
        }
    }

    static boolean isOne(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(END);
    }

    void write(byte[] bytes, int from, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** Gives it its name; a link, because that alone fails when the name is taken. */
    void finish(Existing existing) throws IOException {
        channel.force(true);
        channel.close();
        switch (existing) {
            case KEEP -> Files.createLink(target, file);
            case REPLACE -> move();
        }
        sync(folderOf(target));
    }

    private void move() throws IOException {
        try {
            Files.move(
                    file,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("cannot rename within " + folderOf(target), e);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static Path folderOf(Path target) {
        Path folder = target.getParent();
        return folder == null ? Path.of("/") : folder;
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // What is left is found by its age later.
        }
    }
}
