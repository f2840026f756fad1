package io.matriarch.backup.s3.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that would leave the data directory are refused; a leading slash is ordinary. */
final class HostileArchiveTest {

    @TempDir Path dir;

    @Test
    void aLeadingSlashOrDotIsOrdinary() throws Exception {
        unpack(file("/base/1/1"), file("./base/1/2"), file("base//1/3"));
        for (String name : new String[] {"1", "2", "3"}) {
            assertEquals("x", Files.readString(dir.resolve("data/base/1/" + name)));
        }
    }

    @Test
    void aLongNameIsOrdinary() throws Exception {
        String name = "base/" + "d".repeat(120) + "/" + "f".repeat(120);
        unpack(file(name));
        assertTrue(Files.exists(dir.resolve("data").resolve(name)));
    }

    @Test
    void climbingOutIsRefused() {
        refused("the archive's entry \"../evil\" would leave the data directory", file("../evil"));
        refused(
                "the archive's entry \"/base/../../evil\" would leave the data directory",
                file("/base/../../evil"));
        assertFalse(Files.exists(dir.resolve("evil")));
    }

    @Test
    void linksAndDevicesAreRefused() {
        refused("the archive's entry \"base\" is no file and no directory", link("base", "/tmp"));
        var hard = new TarArchiveEntry("base/1", TarConstants.LF_LINK);
        hard.setLinkName("/etc/passwd");
        refused("the archive's entry \"base/1\" is no file and no directory", hard);
        refused(
                "the archive's entry \"fifo\" is no file and no directory",
                new TarArchiveEntry("fifo", TarConstants.LF_FIFO));
    }

    @Test
    void aLinkOfATablespaceIsNotTheArchivesToMake() throws Exception {
        unpack(link("pg_wal", "/tmp"));
        assertFalse(Files.exists(dir.resolve("data/pg_wal")));
        refused(
                "the archive has files of tablespace 777, which the backup does not name",
                link("pg_tblspc/777", dir.toString()),
                file("pg_tblspc/777/evil"));
    }

    private void refused(String message, TarArchiveEntry... entries) {
        var e = assertThrows(UnsafeArchiveException.class, () -> unpack(entries));
        assertEquals(message, e.getMessage());
    }

    private void unpack(TarArchiveEntry... entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                if (entry.getSize() > 0) {
                    tar.write('x');
                }
                tar.closeArchiveEntry();
            }
        }
        new Unpacking(
                        Files.createDirectories(dir.resolve("data")),
                        new TablespacePlaces(new TreeMap<>()),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        new Progress())
                .archive(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static TarArchiveEntry file(String name) {
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(1);
        return entry;
    }

    private static TarArchiveEntry link(String name, String to) {
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(to);
        return entry;
    }
}
