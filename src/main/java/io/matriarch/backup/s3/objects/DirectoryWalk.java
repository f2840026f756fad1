package io.matriarch.backup.s3.objects;

import io.matriarch.backup.s3.objects.ObjectStore.Page;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The files below a directory, some at a time. Others delete meanwhile, and so may who is told.
 *
 * @param wanted which are told of
 */
record DirectoryWalk(Path root, Predicate<Path> wanted) {

    private static final int PAGE = 1000;

    /** Walks no further up than it must. */
    void each(String prefix, Page page) throws IOException {
        int slash = prefix.lastIndexOf('/');
        Path start = slash < 0 ? root : root.resolve(prefix.substring(0, slash));
        if (!Files.isDirectory(start)) {
            return;
        }
        var visitor = new Visitor(prefix, page);
        try {
            Files.walkFileTree(start, visitor);
        } catch (IOException e) {
            throw visitor.isTelling ? e : FileFailure.of(start, e);
        }
        if (visitor.goOn && !visitor.some.isEmpty()) {
            boolean _ = page.take(visitor.some);
        }
    }

    /** Empty when it was deleted meanwhile, and for what is no file. */
    static Optional<ObjectInfo> info(Path root, Path file) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(info(root, file, attributes))
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    static ObjectInfo info(Path root, Path file, BasicFileAttributes attributes) {
        return new ObjectInfo(
                root.relativize(file).toString(),
                attributes.size(),
                attributes.lastModifiedTime().toInstant());
    }

    private final class Visitor extends SimpleFileVisitor<Path> {

        private final String prefix;
        private final Page page;
        private List<ObjectInfo> some = new ArrayList<>();
        private boolean goOn = true;
        private boolean isTelling;

        Visitor(String prefix, Page page) {
            this.prefix = prefix;
            this.page = page;
        }

        /** A folder that cannot hold any such file is not looked into. */
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String key = folder.equals(root) ? "" : root.relativize(folder) + "/";
            return key.startsWith(prefix) || prefix.startsWith(key)
                    ? FileVisitResult.CONTINUE
                    : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (attributes.isRegularFile()
                    && root.relativize(file).toString().startsWith(prefix)
                    && wanted.test(file)) {
                some.add(info(root, file, attributes));
            }
            if (some.size() == PAGE) {
                isTelling = true;
                goOn = page.take(some);
                isTelling = false;
                some = new ArrayList<>();
            }
            return goOn ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
