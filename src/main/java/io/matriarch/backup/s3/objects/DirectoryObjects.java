package io.matriarch.backup.s3.objects;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Objects as files: for one machine, or on a file system that all nodes share. */
final class DirectoryObjects implements ObjectStore {

    private final Path root;

    DirectoryObjects(Path root) {
        this.root = root;
    }

    @Override
    public ObjectInfo head(String key) throws StorageException {
        Path file = file(key);
        try {
            return DirectoryWalk.info(root, file, regular(file));
        } catch (IOException e) {
            throw FileFailure.of(file, e);
        }
    }

    private static BasicFileAttributes regular(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new NoSuchFileException(file.toString());
        }
        return attributes;
    }

    @Override
    public InputStream open(String key) throws StorageException {
        Path file = file(key);
        try {
            regular(file);
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw FileFailure.of(file, e);
        }
    }

    @Override
    public void put(String key, byte[] content, Existing existing) throws StorageException {
        Path file = writable(key);
        try (var temporary = TemporaryFile.beside(file)) {
            temporary.write(content, 0, content.length);
            temporary.finish(existing);
        } catch (IOException e) {
            throw FileFailure.of(file, e);
        }
    }

    @Override
    public void put(String key, Path source, Existing existing) throws StorageException {
        Path file = writable(key);
        try (var temporary = TemporaryFile.beside(file);
                var in = Files.newInputStream(source)) {
            byte[] buffer = new byte[256 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                temporary.write(buffer, 0, n);
            }
            temporary.finish(existing);
        } catch (IOException e) {
            throw FileFailure.of(file, e);
        }
    }

    @Override
    public Upload begin(String key) throws StorageException {
        Path file = writable(key);
        try {
            return new DirectoryUpload(file, TemporaryFile.beside(file));
        } catch (IOException e) {
            throw FileFailure.of(file, e);
        }
    }

    @Override
    public void each(String prefix, Page page) throws IOException {
        new DirectoryWalk(root, f -> !TemporaryFile.isOne(f)).each(prefix, page);
    }

    @Override
    public boolean isEmpty(String prefix) throws IOException {
        var found = new AtomicBoolean();
        each(
                prefix,
                some -> {
                    found.set(!some.isEmpty());
                    return false;
                });
        return !found.get();
    }

    @Override
    public Level level(String folder) throws StorageException {
        List<ObjectInfo> objects = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        Path at = root.resolve(folder);
        try (Stream<Path> entries = Files.list(at)) {
            for (Path entry : entries.sorted().toList()) {
                if (Files.isDirectory(entry)) {
                    folders.add(root.relativize(entry) + "/");
                } else if (!TemporaryFile.isOne(entry)) {
                    DirectoryWalk.info(root, entry).ifPresent(objects::add);
                }
            }
            return new Level(objects, folders);
        } catch (NoSuchFileException _) {
            return new Level(List.of(), List.of());
        } catch (UncheckedIOException e) {
            throw FileFailure.of(at, new IOException(e));
        } catch (IOException e) {
            throw FileFailure.of(at, e);
        }
    }

    @Override
    public void delete(Collection<String> keys) throws StorageException {
        for (String key : keys) {
            Path file = file(key);
            try {
                Files.deleteIfExists(file);
                deleteEmptyAbove(file);
            } catch (IOException e) {
                throw FileFailure.of(file, e);
            }
        }
    }

    private void deleteEmptyAbove(Path file) throws IOException {
        for (Path folder = file.getParent();
                folder != null && !folder.equals(root) && folder.startsWith(root);
                folder = folder.getParent()) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException _) {
                return;
            }
        }
    }

    /** Wherever they are: a process that died left them beside what they were to become. */
    @Override
    public int abortUnfinished(String prefix, Duration age) throws StorageException {
        var before = InstantSource.system().instant().minus(age);
        var removed = new AtomicInteger();
        try {
            new DirectoryWalk(root, TemporaryFile::isOne)
                    .each(
                            prefix.substring(0, prefix.lastIndexOf('/') + 1),
                            some -> {
                                for (ObjectInfo file : some) {
                                    if (file.modified().isBefore(before)
                                            && keyOf(root.resolve(file.key())).startsWith(prefix)
                                            && Files.deleteIfExists(root.resolve(file.key()))) {
                                        removed.incrementAndGet();
                                    }
                                }
                                return true;
                            });
            return removed.get();
        } catch (IOException e) {
            throw FileFailure.of(root, e);
        }
    }

    /** What the temporary file was to become, and some more letters. */
    private String keyOf(Path temporary) {
        return root.relativize(
                        temporary.resolveSibling(temporary.getFileName().toString().substring(1)))
                .toString();
    }

    private Path file(String key) throws StorageException {
        return root.resolve(Keys.checked(key));
    }

    /** A whole path that is missing is a disk that is not mounted, or a slip of the pen. */
    private Path writable(String key) throws StorageException {
        Path above = root.getParent();
        if (above != null && !Files.isDirectory(above)) {
            throw new StorageException(
                    StorageException.Kind.NO_BUCKET,
                    "directory %s does not exist".formatted(above));
        }
        return file(key);
    }

    @Override
    public String name() {
        return "file://" + root;
    }

    @Override
    public void close() {}
}
