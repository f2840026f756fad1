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
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
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
            return info(file, regular(file));
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

    private ObjectInfo info(Path file, BasicFileAttributes attributes) {
        return new ObjectInfo(
                root.relativize(file).toString(),
                attributes.size(),
                attributes.lastModifiedTime().toInstant());
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
    public List<ObjectInfo> list(String prefix) throws StorageException {
        List<ObjectInfo> found = new ArrayList<>();
        for (Path file : files(prefix, f -> !TemporaryFile.isOne(f))) {
            try {
                found.add(info(file, regular(file)));
            } catch (NoSuchFileException _) {
                // Deleted meanwhile.
            } catch (IOException e) {
                throw FileFailure.of(file, e);
            }
        }
        found.sort(Comparator.comparing(ObjectInfo::key));
        return found;
    }

    /** Files whose key starts with {@code prefix}; walks no further up than it must. */
    private List<Path> files(String prefix, Predicate<Path> wanted) throws StorageException {
        int slash = prefix.lastIndexOf('/');
        Path start = slash < 0 ? root : file(prefix.substring(0, slash));
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(start)) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> root.relativize(f).toString().startsWith(prefix))
                    .filter(wanted)
                    .toList();
        } catch (UncheckedIOException e) {
            throw FileFailure.of(start, new IOException(e));
        } catch (IOException e) {
            throw FileFailure.of(start, e);
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

    @Override
    public int abortUnfinished(String prefix, Duration age) throws StorageException {
        var before = InstantSource.system().instant().minus(age);
        int removed = 0;
        for (Path file : files("", TemporaryFile::isOne)) {
            try {
                if (keyOf(file).startsWith(prefix)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(before)
                        && Files.deleteIfExists(file)) {
                    removed++;
                }
            } catch (NoSuchFileException _) {
                // It got its name meanwhile.
            } catch (IOException e) {
                throw FileFailure.of(file, e);
            }
        }
        return removed;
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
