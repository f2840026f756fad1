package io.matriarch.backup.s3.base;

import io.matriarch.backup.BackupAddress;
import io.matriarch.backup.s3.objects.ObjectStore;
import io.matriarch.backup.s3.objects.ObjectStores;
import io.matriarch.backup.s3.objects.S3Settings;
import java.nio.file.Path;

/** Directories as stores. */
final class TestStores {

    private TestStores() {}

    /** What WAL-G wrote: lz4 or zst. */
    static ObjectStore sample(String name) {
        return directory(Path.of("src/test/resources/walg-samples", name).toAbsolutePath());
    }

    static ObjectStore directory(Path path) {
        return ObjectStores.open(
                new BackupAddress.Directory(path.toAbsolutePath()), S3Settings.ofTheMachine());
    }
}
