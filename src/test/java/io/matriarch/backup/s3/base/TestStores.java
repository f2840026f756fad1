package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Directories as stores. */
final class TestStores {

    private TestStores() {}

    /** What WAL-G wrote: lz4 or zst. */
    static ObjectStore sample(String name) {
        return directory(Path.of("src/test/resources/walg-samples", name).toAbsolutePath());
    }

    /** Such a sample, to change. */
    static void copy(String name, Path to) throws IOException {
        Path from = Path.of("src/test/resources/walg-samples", name);
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path p : tree.toList()) {
                Path place = to.resolve(from.relativize(p).toString());
                if (Files.isDirectory(p)) {
                    Files.createDirectories(place);
                } else {
                    Files.copy(p, place);
                }
            }
        }
    }

    static ObjectStore directory(Path path) {
        return ObjectStores.open(
                new BackupAddress.Directory(path.toAbsolutePath()), S3Settings.ofTheMachine());
    }
}
