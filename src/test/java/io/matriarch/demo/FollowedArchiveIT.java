package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.testing.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two whole clusters with real servers, and between them nothing but what the first archives. */
@Tag(TestPostgres.TAG)
@Tag(BuiltAgent.LONG)
final class FollowedArchiveIT {

    private static final int PATIENCE = 120;

    @TempDir Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aClusterIsFoundedFromAnothersArchiveFollowsItAndIsPromotedWithAllThatItHolds()
            throws Exception {
        Programs programs = BuiltAgent.programs(folder);
        HerdArchive theirs = archive("theirs");
        HerdFiles files = HerdFiles.prepare(Optional.empty());
        try (Herd herd =
                Herd.start(files, theirs, 1, false, programs, new Screen(System.out, false))) {
            assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE));
            var ledger = new Ledger(herd.doors());
            ledger.found();
            assertTrue(herd.awaitBackup(PATIENCE).isPresent(), "no base backup was taken");
            ledger.write(1, 100);
            ledger.awaitArchived();

            HerdNode other = follower(herd, programs, theirs);
            other.start();
            try {
                awaitRows(other, 100);
                ledger.write(101, 200);
                ledger.awaitArchived();
                awaitRows(other, 200);
                String sentence = other.api().node().orElseThrow().sentence();
                assertTrue(
                        sentence.contains(
                                "the standby leader, in epoch 1: I take the other cluster's log from its archive at "
                                        + theirs.prefix()),
                        sentence);

                ledger.write(201, 250);
                ledger.awaitArchived();
                herd.nodes().getFirst().kill();
                SortedMap<String, Long> left = listed("theirs");
                promote(programs, other, HerdFiles.configuration(herd.files().node("far")));
                assertEquals(numbers(250), Ledger.rows(other.door()));
                var ours = new Ledger(List.of(other.door()));
                ours.write(251, 260);
                ours.awaitArchived();
                assertEquals(left, listed("theirs"), "what is followed is only read");
                assertTrue(
                        listed("ours").keySet().stream()
                                .anyMatch(f -> f.contains("wal_005/00000002")),
                        () -> "nothing is archived here: " + listed("ours"));
            } finally {
                other.askToEnd();
                other.kill();
            }
        }
    }

    private HerdNode follower(Herd herd, Programs programs, HerdArchive theirs) throws Exception {
        List<Integer> ports = Ports.free(2);
        Path dir =
                herd.files()
                        .node(
                                "far",
                                herd.gate().port(),
                                ports.get(0),
                                ports.get(1),
                                archive("ours"));
        Path yaml = HerdFiles.configuration(dir);
        String follows = "initial:\n  standby-cluster: {s3-prefix: \"%s\"}\n";
        Files.writeString(
                yaml,
                Files.readString(yaml)
                        .replace("cluster: herd", "cluster: far")
                        .replace("initial:\n", follows.formatted(theirs.prefix())));
        return new HerdNode(
                "far",
                dir,
                programs.matriarch(),
                new NodeApi(ports.get(1)),
                new Door("far", ports.get(0), herd.files().superuserPassword()));
    }

    private static void promote(Programs programs, HerdNode node, Path yaml) throws Exception {
        String refusal = run(programs, yaml, 1, "promote-cluster", "--yes");
        assertTrue(refusal.contains("make sure that it is off, then --force"), refusal);
        var _ = run(programs, yaml, 0, "promote-cluster", "--yes", "--force");
        String seen = "nothing";
        for (int i = 0; i < PATIENCE * 10; i++) {
            Optional<NodeAnswer> answer = node.api().node();
            if (answer.filter(NodeAnswer::leads).isPresent()) {
                return;
            }
            seen = answer.map(NodeAnswer::sentence).orElse(seen);
            Thread.sleep(100);
        }
        throw new AssertionError("it is not promoted; it says: " + seen);
    }

    private static String run(Programs programs, Path yaml, int exit, String... words)
            throws Exception {
        List<String> command =
                Stream.concat(
                                Stream.of(programs.matriarch().toString()),
                                Stream.concat(
                                        Stream.of(words), Stream.of("--config", yaml.toString())))
                        .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exit, process.waitFor(), said);
        return said;
    }

    private static void awaitRows(HerdNode node, int last) throws Exception {
        Object seen = "nothing";
        for (int i = 0; i < PATIENCE * 2; i++) {
            try {
                List<Integer> rows = Ledger.rows(node.door());
                if (rows.equals(numbers(last))) {
                    return;
                }
                seen = rows.size() + " rows";
            } catch (java.sql.SQLException e) {
                seen = e.getMessage();
            }
            Thread.sleep(500);
        }
        throw new AssertionError(
                "not %d rows, but %s; it says: %s"
                        .formatted(
                                last,
                                seen,
                                node.api().node().map(NodeAnswer::sentence).orElse("nothing")));
    }

    private HerdArchive archive(String name) {
        return new HerdArchive(
                "file://" + folder.resolve(name), Optional.empty(), Optional.of("1h"));
    }

    /** Each file there, and when it was written. */
    private SortedMap<String, Long> listed(String name) {
        SortedMap<String, Long> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder.resolve(name))) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                found.put(path.toString(), Files.getLastModifiedTime(path).toMillis());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return found;
    }

    private static List<Integer> numbers(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }
}
