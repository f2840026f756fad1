package io.matriarch.postgres.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresFilesTest {

    private static final String CONTROL =
            """
            pg_control version number:            1300
            Database system identifier:           7432109876543210987
            Database cluster state:               shut down in recovery
            Latest checkpoint location:           0/3000060
            Latest checkpoint's TimeLineID:       2
            Latest checkpoint's PrevTimeLineID:   2
            Minimum recovery ending location:     0/3000148
            Min recovery ending loc's timeline:   2
            """;

    @Test
    void readsTheControlFile() {
        assertEquals(
                Optional.of(
                        new ControlData(
                                new SystemId("7432109876543210987"),
                                "shut down in recovery",
                                new Timeline(2),
                                Lsn.parse("0/3000060"),
                                Lsn.parse("0/3000148"))),
                ControlFile.parse(CONTROL));
    }

    @Test
    void aDamagedControlFileSaysNothing() {
        assertEquals(
                Optional.empty(),
                ControlFile.parse("WARNING: Calculated CRC checksum does not match\n" + CONTROL));
        assertEquals(Optional.empty(), ControlFile.parse(""));
    }

    @Test
    void readsAHistoryFile() {
        var history =
                TimelineHistory.parse(
                        new Timeline(3), "1\t0/3000148\tno recovery target\n\n2\t1/0\twhatever\n");
        assertEquals(3, history.entries().size());
        assertEquals(
                new TimelineHistory.Entry(
                        new Timeline(2), Lsn.parse("0/3000148"), Optional.of(Lsn.parse("1/0"))),
                history.entries().get(1));
        assertEquals("0000000A.history", TimelineHistory.fileName(new Timeline(10)));
        assertThrows(
                IllegalArgumentException.class,
                () -> TimelineHistory.parse(new Timeline(3), "garbage"));
    }

    @Test
    void slotNamesHoldOnlyWhatPostgresqlAllows() {
        assertEquals("matriarch_i_0a_b_c", SlotName.of(new NodeName("I-0a.B_c")));
        String one = SlotName.of(new NodeName("x".repeat(62) + "1"));
        String two = SlotName.of(new NodeName("x".repeat(62) + "2"));
        assertEquals(63, one.length());
        assertTrue(!one.equals(two) && one.matches("[a-z0-9_]+"), one);
    }

    @Test
    void passwordFilesEscapeColonAndBackslash() {
        assertEquals("*:*:*:postgres:a\\:b\\\\c d\n", PgPass.line("postgres", "a:b\\c d"));
    }

    @Test
    void alterSystemIsMovedAsideAndSaid(@TempDir Path dir) throws IOException {
        Path auto = dir.resolve("postgresql.auto.conf");
        Files.writeString(auto, "# comment\nwork_mem = '1GB'\n");
        var rendering = SomeRendering.of(15, Optional.empty(), Map.of());

        String said = Configuration.write(dir, rendering).orElseThrow();
        String kept = said.replaceAll(".*(postgresql\\.auto\\.conf\\.aside-[0-9-]+).*", "$1");
        assertEquals("# comment\nwork_mem = '1GB'\n", Files.readString(dir.resolve(kept)));
        assertTrue(Files.readString(auto).startsWith("#"));
        assertEquals(Optional.empty(), Configuration.write(dir, rendering));
    }

    @Test
    void aReplacedDirectoryIsKeptAside(@TempDir Path dir) throws IOException {
        var data = new DataDirectory(dir.resolve("data"));
        Files.createDirectories(data.path());
        assertInstanceOf(DataDirectory.Content.Nothing.class, data.content());
        Files.writeString(data.path().resolve("precious"), "1");
        assertInstanceOf(DataDirectory.Content.Foreign.class, data.content());

        var fresh = data.prepareSibling();
        Files.createDirectories(fresh.path());
        Files.writeString(fresh.path().resolve("PG_VERSION"), "15\n");
        Path aside = data.replaceBy(fresh).orElseThrow();
        assertEquals(new DataDirectory.Content.Cluster("15"), data.content());
        assertTrue(Files.exists(aside.resolve("precious")));
    }
}
