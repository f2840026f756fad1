package io.matriarch.backup.s3.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.SystemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FirstPageTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "zst/wal_005/000000010000000000000006.zst, 000000010000000000000006",
        "zst/wal_005/000000010000000000000007.zst, 000000010000000000000007",
        "lz4/wal_005/000000010000000000000008.lz4, 000000010000000000000008",
        "lz4/wal_005/000000020000000000000009.lz4, 000000020000000000000009",
        "lz4/wal_005/000000010000000000000009.partial.lz4, 000000010000000000000009.partial",
        "lz4/wal_005/00000002.history.lz4, 00000002.history",
        "lz4/wal_005/000000010000000000000002.00000028.backup.lz4, 000000010000000000000002.00000028.backup",
    })
    void whatPostgresWroteIsWhatItsNameSays(String sample, String name) throws IOException {
        assertEquals(Optional.empty(), problem(name, Sample.content(sample)));
    }

    @Test
    void anotherNameIsNoticed() throws IOException {
        byte[] six = Sample.segment6();
        assertEquals(
                Optional.of("holds another part of the log, from 6000000"),
                problem("000000010000000000000007", six));
        byte[] later = Sample.segment("000000030000000000000006");
        assertEquals(
                Optional.of("was written on timeline 3"),
                problem("000000020000000000000006", later));
        assertEquals(Optional.empty(), problem("000000040000000000000006", later));
    }

    @Test
    void anotherSizeIsNoticed() throws IOException {
        byte[] six = Sample.segment6();
        assertEquals(
                Optional.of("has 8388608 bytes, its first page says 16777216"),
                problem("000000010000000000000006", Arrays.copyOf(six, six.length / 2)));
        assertEquals(
                Optional.of("has only 12 bytes"),
                problem("000000010000000000000006", new byte[12]));
        assertEquals(Optional.of("is empty"), problem("00000002.history", new byte[0]));
    }

    @Test
    void whatIsNoLogIsNoticed() throws IOException {
        assertEquals(
                Optional.of("does not begin with a page of the write-ahead log"),
                problem("000000010000000000000006", new byte[1 << 24]));
    }

    @Test
    void anotherClustersSegmentIsNoticed() throws IOException {
        Path file = Files.write(folder.resolve("f"), Sample.segment6());
        assertEquals(
                Optional.of(
                        "is of the cluster with system identifier 7711255929711879939, this one has 42"),
                FirstPage.problem(
                        WalFile.of("000000010000000000000006").orElseThrow(),
                        file,
                        Optional.of(new SystemId("42"))));
    }

    @Test
    void theNextSegmentGoesOverIntoTheNextLog() {
        WalFile last = WalFile.of("0000000A00000001000000FF").orElseThrow();
        assertEquals("0000000A0000000200000000", last.after(1, 1 << 24).name());
        assertEquals("0000000A0000000200000003", last.after(4, 1 << 24).name());
        WalFile large = WalFile.of("0000000A0000000100000003").orElseThrow();
        assertEquals("0000000A0000000200000000", large.after(1, 1 << 30).name());
        assertEquals(0x1_C000_0000L, large.address(1 << 30));
    }

    private Optional<String> problem(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("f"), content);
        return FirstPage.problem(WalFile.of(name).orElseThrow(), file, Optional.of(Sample.SYSTEM));
    }
}
