package io.matriarch.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BackupAddressTest {

    @Test
    void readsBothForms() {
        assertEquals(
                new BackupAddress.Bucket("my-bucket", "a/b"),
                BackupAddress.parse("s3://my-bucket/a/b/"));
        assertEquals(
                new BackupAddress.Bucket("my-bucket", ""), BackupAddress.parse("s3://my-bucket"));
        assertEquals(
                new BackupAddress.Directory(Path.of("/var/backup/herd")),
                BackupAddress.parse("file:///var/backup/herd/"));
        assertEquals("s3://my-bucket/a/b", BackupAddress.parse("s3://my-bucket/a/b/").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bucket/path",
                "s3://",
                "s3://B",
                "s3://bucket//a",
                "s3://bucket/../a",
                "gs://bucket/a",
                "file:///",
                "file://host/a"
            })
    void refusesTheRestInOneLine(String text) {
        var e = assertThrows(IllegalArgumentException.class, () -> BackupAddress.parse(text));
        assertTrue(String.valueOf(e.getMessage()).lines().count() == 1, e.getMessage());
    }
}
