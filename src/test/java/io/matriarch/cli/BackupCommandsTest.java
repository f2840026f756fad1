package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.wiring.DirectStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code matriarch backup} and {@code matriarch restore}, with an agent and without. */
final class BackupCommandsTest {
    private static final String DONE =
            """
            {"running": false, "what": "taking a base backup", "seconds": 3, "done": 10,
             "total": 10, "rate": 3, "well": %s, "line": "%s"}
            """;

    private final CommandRun command = new CommandRun();
    private final FakeAgentServer agent;

    @TempDir Path folder = Path.of("");

    BackupCommandsTest() throws Exception {
        agent = new FakeAgentServer();
    }

    @BeforeEach
    void answer() {
        command.env.put("MATRIARCH_API", agent.url());
        command.stores = new DirectStores();
    }

    @AfterEach
    void close() {
        agent.close();
    }

    @Test
    void nowWaitsForTheEnd() {
        agent.answer("/backups", 202, "a base backup has begun")
                .answer("/backups/work", 200, DONE.formatted("true", "base_1 is stored"));
        assertEquals(0, command.run("backup", "now", "--permanent"), () -> command.err);
        assertEquals("base_1 is stored\n", command.out);
        assertEquals(List.of("/backups - {\"permanent\":true}"), agent.posts);
    }

    @Test
    void aFailureIsOneLine() {
        agent.answer("/backups/verify", 202, "the restore has begun")
                .answer("/backups/work", 200, DONE.formatted("false", "it is damaged"));
        assertEquals(1, command.run("backup", "verify", "base_1"));
        assertEquals("matriarch: it is damaged\n", command.err);
        agent.answer("/backups/verify", 409, "this node is busy: taking a base backup");
        assertEquals(1, command.run("backup", "verify"));
        assertEquals("matriarch: this node is busy: taking a base backup\n", command.err);
    }

    @Test
    void theListComesFromTheArchiveWhenNoAgentAnswers() throws Exception {
        agent.close();
        assertEquals(0, command.run("backup", "list", "-o", "json", "--config", config("lz4")));
        assertTrue(
                command.out.contains("\"rests_on\" : \"base_000000010000000000000002\""),
                command.out);
        assertTrue(command.out.contains("\"system_identifier\" : \"7711255929711879939\""));
        assertTrue(command.err.contains("this is what file://"), command.err);
        assertEquals(0, command.run("backup", "list", "--config", config("lz4")));
        assertTrue(
                command.out
                        .lines()
                        .anyMatch(
                                l ->
                                        l.matches(
                                                "base_000000010000000000000002 +2026-11-23T06:51:22Z +31\\.2 MB +6\\.0 MB +1  0/2000028  0/2000100  never")),
                command.out);
    }

    @Test
    void whatADeltaRestsOnIsNotDeleted() throws Exception {
        agent.close();
        assertEquals(
                1,
                command.run(
                        "backup",
                        "delete",
                        "base_000000010000000000000002",
                        "--yes",
                        "--config",
                        config("lz4")));
        assertTrue(command.err.endsWith(": delete that first\n"), command.err);
    }

    @Test
    void aRestoreOutOfReachNamesWhatIsInReach() throws Exception {
        String config = config("own");
        String from = "--from=file://" + sample("lz4");
        assertEquals(1, command.run("restore", from, "--to-lsn", "0/FF000000", "--config", config));
        assertTrue(
                command.err.startsWith(
                        "matriarch: LSN 0/FF000000 is out of reach: the archive reaches from "),
                command.err);
        assertTrue(command.err.endsWith("from LSN 0/2000100 to 0/B000000\n"), command.err);
        assertEquals(
                1,
                command.run("restore", from, "--to", "2020-01-01 10:00:00+00", "--config", config));
        assertTrue(command.err.contains("2020-01-01T10:00:00Z is out of reach"), command.err);
        assertEquals(1, command.run("restore", from, "--timeline", "99", "--config", config));
        assertEquals(
                "matriarch: timeline 99 is not in the archive: it holds timelines 1, 2\n",
                command.err);
        assertEquals(2, command.run("restore", from, "--to", "yesterday", "--config", config));
        assertTrue(command.err.contains("is no time with a zone"), command.err);
        assertEquals(
                2, command.run("restore", from, "--to-name", "a", "latest", "--config", config));
    }

    @Test
    void aGapIsNamedAndWhatIsBeforeItCanBeRestored() throws Exception {
        Path archive = folder.resolve("gap");
        try (var tree = Files.walk(sample("lz4"))) {
            for (Path p : tree.toList()) {
                Path to = archive.resolve(sample("lz4").relativize(p).toString());
                if (Files.isDirectory(p)) {
                    Files.createDirectories(to);
                } else if (!p.endsWith("wal_005/000000010000000000000007.lz4")) {
                    Files.copy(p, to);
                }
            }
        }
        String config = config("own");
        String from = "--from=file://" + archive;
        assertEquals(1, command.run("restore", from, "--config", config));
        assertEquals(
                "matriarch: the log on timeline 2 has a gap: 000000010000000000000007 is missing,"
                        + " and there is log behind it; --to-lsn 0/6000000 restores what is before,"
                        + " up to where the last segment begins\n",
                command.err);
        assertEquals(1, command.run("restore", from, "--to-lsn", "0/7000000", "--config", config));
        assertEquals(0, command.run("restore", from, "--to-lsn", "0/6000000", "--config", config));
    }

    @Test
    void aRestoreIsLeftForTheAgent() throws Exception {
        assertEquals(
                0,
                command.run(
                        "restore",
                        "--from=file://" + sample("lz4"),
                        "--to-name=before-mistake",
                        "--config",
                        config("own")),
                () -> command.err);
        assertEquals(
                "{\"prefix\":\"file://%s\",\"backup\":\"base_000000010000000000000004_D_000000010000000000000002\",\"recovery\":{\"recovery_target_action\":\"promote\",\"recovery_target_name\":\"before-mistake\",\"recovery_target_timeline\":\"latest\"}}"
                        .formatted(sample("lz4")),
                Files.readString(folder.resolve("data.matriarch/restore-plan.json")));
    }

    @Test
    void theNewClusterHasAnArchiveOfItsOwn() throws Exception {
        String from = "--from=file://" + sample("lz4");
        assertEquals(1, command.run("restore", from, "--config", config("zst")));
        assertTrue(command.err.contains("is not empty: a cluster from another"), command.err);
        Files.createDirectories(folder.resolve("data/base"));
        assertEquals(1, command.run("restore", from, "--config", config("own")));
        assertTrue(command.err.contains("move it away, it is never overwritten"), command.err);
    }

    private static Path sample(String name) {
        return Path.of("src/test/resources/walg-samples", name).toAbsolutePath();
    }

    private String config(String prefix) throws Exception {
        Path place = prefix.equals("own") ? folder.resolve("own") : sample(prefix);
        Files.createDirectories(folder.resolve("own"));
        return Files.writeString(
                        folder.resolve("matriarch.yaml"),
                        """
                        cluster: shop
                        postgres.data-dir: %s
                        backup.s3-prefix: file://%s
                        """
                                .formatted(folder.resolve("data"), place))
                .toString();
    }
}
