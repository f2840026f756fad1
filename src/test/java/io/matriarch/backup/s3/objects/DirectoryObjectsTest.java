package io.matriarch.backup.s3.objects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.backup.s3.objects.StorageException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryObjectsTest extends ObjectStoreContract {

    @TempDir Path root;

    @Override
    ObjectStore open() {
        return new DirectoryObjects(root.resolve("archive"));
    }

    /** Moto dates every upload alike, so that S3 has no such test. */
    @Test
    void anUploadThatIsYoungIsLeftAlone() throws Exception {
        try (var store = open();
                Upload upload = store.begin("base/part_001.tar")) {
            upload.write(noise(1000));
            assertEquals(0, store.abortUnfinished("base/", Duration.ofHours(1)));
            upload.commit();
        }
    }

    @Test
    void aDiskThatIsNotMountedIsNotMadeUp() {
        try (var store = new DirectoryObjects(root.resolve("not/there/at/all"))) {
            var e = failure(() -> store.put("k", text("x"), Existing.KEEP));
            assertEquals(Kind.NO_BUCKET, e.kind());
            assertEquals("directory " + root.resolve("not/there/at") + " does not exist", e.line());
        }
    }
}
