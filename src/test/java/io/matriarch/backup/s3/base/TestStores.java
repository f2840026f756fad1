package io.matriarch.backup.s3.base;

import io.matriarch.backup.s3.objects.ObjectStore;
import java.nio.file.Path;

/** Stores that tests read from. */
final class TestStores {

    private TestStores() {}

    /** What WAL-G wrote: lz4 or zst. */
    static ObjectStore sample(String name) {
        return directory(Path.of("src/test/resources/walg-samples", name).toAbsolutePath());
    }

    static ObjectStore directory(Path path) {
        throw new UnsupportedOperationException(path.toString());
    }
}
