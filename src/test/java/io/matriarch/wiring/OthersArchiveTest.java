package io.matriarch.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.backup.Fetched;
import io.matriarch.backup.Shipped;
import io.matriarch.backup.WalArchive;
import io.matriarch.cluster.ArchiveView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import io.matriarch.config.AgentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster follows the archive that WAL-G wrote, and has one of its own. */
final class OthersArchiveTest {
    private static final Path THEIRS =
            Path.of("src/test/resources/walg-samples/lz4").toAbsolutePath();
    private static final Optional<AgentConfig.Backup> BACKUP =
            Optional.of(
                    new AgentConfig.Backup(
                            AgentConfig.Engine.S3,
                            "file:///ours",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
    private static final String SEGMENT = "000000010000000000000005";
    private static final String UNKNOWN = "000000010000000000000001";

    @TempDir Path folder;

    private final List<String> asked = new ArrayList<>();
    private Optional<StandbyOf> fed = Optional.of(new StandbyOf(List.of(), "", "file://" + THEIRS));
    private OthersArchive others = archive();
    private WalArchive log = others.before(new Own());
    private SortedMap<Path, Long> before = new TreeMap<>();

    @BeforeEach
    void open() throws IOException {
        others = archive();
        log = others.before(new Own());
        before = listed();
    }

    @AfterEach
    void nothingIsWrittenThere() throws IOException {
        others.close();
        assertEquals(before, listed());
    }

    @Test
    void whatTheOtherOneLacksIsLookedForHere() {
        assertEquals(new Fetched.Written(), fetch(SEGMENT));
        assertEquals(List.of(), asked);
        assertTrue(Files.exists(folder.resolve(SEGMENT)));
        assertEquals(new Fetched.Absent(), fetch(UNKNOWN));
        assertEquals(List.of(UNKNOWN), asked);
        // Which timeline is the newest is not for this cluster's own archive to say.
        assertEquals(new Fetched.Absent(), fetch("00000003.history"));
        assertEquals(List.of(UNKNOWN), asked);
        assertEquals(new Fetched.Written(), fetch("00000002.history"));
        assertEquals(new Timeline(2), others.view().map(ArchiveView::newest).orElse(Timeline.NONE));
    }

    @Test
    void whatIsShippedGoesToTheOwnOne() {
        assertEquals(new Shipped.Stored(), log.ship(folder.resolve(SEGMENT)));
        assertEquals(new Shipped.Stored(), log.fillGaps(folder));
        assertEquals(List.of("ship " + SEGMENT, "fill"), asked);
    }

    @Test
    void theNextRunKnowsOfItUntilSomebodyLeads() throws IOException {
        others.keep();
        assertEquals(fed, OthersArchive.earlier(folder));
        fed = Optional.empty();
        others.keep();
        assertEquals(Optional.empty(), OthersArchive.earlier(folder));
        assertEquals(Optional.empty(), others.view());
        assertEquals(new Fetched.Absent(), fetch(SEGMENT));
        assertEquals(List.of(SEGMENT), asked);
    }

    @Test
    void anArchiveOfAnotherClusterIsNotFollowed() {
        StandbyOf there = fed.orElseThrow();
        assertEquals(Optional.empty(), fit().unfit(there, SystemId.NONE));
        String line = fit().unfit(there, new SystemId("600")).orElseThrow();
        assertTrue(
                line.startsWith(
                                "standby-cluster.s3-prefix: file://%s is the archive of a cluster that is no copy of this one (system identifier "
                                        .formatted(THEIRS))
                        && line.endsWith(", this cluster has 600)"),
                line);
    }

    private Fetched fetch(String name) {
        return log.fetch(name, folder.resolve(name), Duration.ofSeconds(10));
    }

    private OthersArchive archive() {
        return new OthersArchive(
                BACKUP, () -> fed, folder, folder, () -> new Moment(System.nanoTime()));
    }

    private OthersFit fit() {
        return new OthersFit(BACKUP, folder, folder);
    }

    private static SortedMap<Path, Long> listed() throws IOException {
        SortedMap<Path, Long> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(THEIRS)) {
            for (Path path : all.toList()) {
                found.put(path, Files.getLastModifiedTime(path).toMillis());
            }
        }
        return found;
    }

    /** This cluster's own: it has nothing, and says what it was asked. */
    private final class Own implements WalArchive {
        @Override
        public Shipped ship(Path file) {
            asked.add("ship " + file.getFileName());
            return new Shipped.Stored();
        }

        @Override
        public Shipped fillGaps(Path walFolder) {
            asked.add("fill");
            return new Shipped.Stored();
        }

        @Override
        public Fetched fetch(String name, Path target, Duration within) {
            asked.add(name);
            return new Fetched.Absent();
        }

        @Override
        public void close() {}
    }
}
