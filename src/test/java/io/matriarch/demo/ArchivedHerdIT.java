package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.testing.MotoServer;
import io.matriarch.testing.TestPostgres;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three whole agents with real servers lose all their disks at once, and what they archived is
 * everything that is left.
 */
@Tag(TestPostgres.TAG)
@Tag(BuiltAgent.LONG)
final class ArchivedHerdIT {

    private static final long PATIENCE = 120;
    private static final Pattern BACKUP = Pattern.compile("base_[0-9A-F]{24}");

    @TempDir Path folder;
    private final Optional<MotoServer> s3 = s3();
    private final String bucket = s3.map(moto -> moto.bucket("herd")).orElse("");

    @AfterEach
    void close() {
        s3.ifPresent(MotoServer::close);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theClusterComesBackFromItsArchiveAndAnotherOneIsFoundedWithItsPast() throws Exception {
        Programs programs = BuiltAgent.programs(folder);
        // Nobody can hope for PostgreSQL to end a segment by itself.
        HerdArchive archive = archive("herd");
        HerdFiles empty = HerdFiles.prepare(Optional.empty());
        var files = new HerdFiles(empty.root(), empty.ours(), SlotConsumer.INITIAL);
        try (Herd herd =
                Herd.start(files, archive, 3, false, programs, new Screen(System.out, false))) {
            peace(herd);
            var ledger = new Ledger(herd.doors());
            ledger.found();
            var consumer = new SlotConsumer(ledger);
            consumer.found();
            assertTrue(herd.awaitBackup(PATIENCE).isPresent(), "no base backup was taken");
            ledger.write(1, 150);
            assertEquals(150, consumer.read());
            consumer.awaitCopies();
            byHand(herd, programs);
            String between = ledger.between();
            String position = ledger.ask("select pg_current_wal_insert_lsn()").getFirst();
            ledger.write(151, 200);
            var _ = ledger.ask("select pg_create_restore_point('two hundred')");
            ledger.write(201, 300);
            switchOver(herd);
            switchOver(herd);
            ledger.write(301, 400);
            // Two leaders later it has missed nothing, and sees nothing twice.
            assertEquals(250, consumer.read());
            consumer.end(herd.nodes().getFirst());
            ledger.awaitArchived();

            loseEverything(herd);
            peace(herd);
            for (HerdNode node : herd.nodes()) {
                assertEquals(numbers(400), Ledger.rows(node.door()), node.name());
            }
            ledger.write(401, 410);
            ledger.awaitArchived();

            // Two timelines end in one segment, which can be streamed to nobody.
            switchOver(herd);
            switchOver(herd);
            HerdNode fourth = herd.add("n4", programs);
            peace(herd);
            assertEquals(1, fourth.restored().size(), "n4 did not come from the archive");
            assertEquals(numbers(410), Ledger.rows(fourth.door()));

            var clones = new Clones(herd, programs, archive);
            clones.pointInTime("past", 150, "--to", between);
            clones.pointInTime("there", 150, "--to-lsn", position);
            clones.pointInTime("named", 200, "--to-name", "two hundred");
            backInTime(herd, programs, position);
        }
    }

    /** What an operator takes: a permanent backup is proven and stays, another one goes. */
    private static void byHand(Herd herd, Programs programs) throws Exception {
        String yaml =
                HerdFiles.configuration(herd.files().node(herd.nodes().getFirst().name()))
                        .toString();
        String kept = taken(programs, yaml, "--permanent");
        var _ = said(0, programs, "backup", "verify", kept, "--config", yaml);
        String list = said(0, programs, "backup", "list", "-o", "json", "--config", yaml);
        JsonNode newest = new ObjectMapper().readTree(list).path(0);
        assertEquals(kept, newest.path("name").asText(), list);
        assertTrue(newest.path("permanent").asBoolean() && newest.has("proven"), list);
        String stays = said(1, programs, "backup", "delete", kept, "--yes", "--config", yaml);
        assertTrue(stays.contains("is permanent, and stays"), stays);
        String other = taken(programs, yaml);
        var _ = said(0, programs, "backup", "delete", other, "--yes", "--config", yaml);
        String left = said(0, programs, "backup", "list", "-o", "json", "--config", yaml);
        assertTrue(left.contains(kept) && !left.contains(other), left);
    }

    private static String taken(Programs programs, String yaml, String... more) throws Exception {
        var command = new ArrayList<>(List.of("backup", "now", "--config", yaml));
        command.addAll(List.of(more));
        String told = said(0, programs, command.toArray(String[]::new));
        Matcher name = BACKUP.matcher(told);
        assertTrue(name.find(), told);
        return name.group();
    }

    /** The same cluster, in its own archive. */
    private static void backInTime(Herd herd, Programs programs, String position) throws Exception {
        HerdNode first = herd.nodes().getFirst();
        String yaml = HerdFiles.configuration(herd.files().node(first.name())).toString();
        for (HerdNode node : herd.nodes()) {
            node.kill();
        }
        for (HerdNode node : herd.nodes()) {
            node.destroy();
        }
        String refused = said(1, programs, "restore", "--config", yaml, "--to-lsn", position);
        assertTrue(refused.contains("run matriarch remove herd"), refused);
        var _ = said(0, programs, "remove", "herd", "--yes", "--config", yaml);
        String told = said(0, programs, "restore", "--config", yaml, "--to-lsn", position);
        assertTrue(told.contains("goes on a timeline of its own"), told);
        first.start();
        awaitLeading(first);
        for (HerdNode node : herd.nodes()) {
            node.start();
        }
        peace(herd);
        for (HerdNode node : herd.nodes()) {
            assertEquals(numbers(150), Ledger.rows(node.door()), node.name());
        }
        var ledger = new Ledger(herd.doors());
        ledger.write(151, 160);
        ledger.awaitArchived();
    }

    /** What a command said. */
    private static String said(int exit, Programs programs, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(programs.matriarch().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exit, process.waitFor(), said);
        return said;
    }

    /** Clusters of one node, of the past of another one. */
    private final class Clones {

        private final Herd herd;
        private final Programs programs;
        private final HerdArchive archive;

        Clones(Herd herd, Programs programs, HerdArchive archive) {
            this.herd = herd;
            this.programs = programs;
            this.archive = archive;
        }

        void pointInTime(String name, int rows, String... target) throws Exception {
            List<Integer> ports = Ports.free(2);
            HerdArchive own = archive(name);
            Path dir = herd.files().node(name, herd.gate().port(), ports.get(0), ports.get(1), own);
            Path yaml = HerdFiles.configuration(dir);
            Files.writeString(
                    yaml, Files.readString(yaml).replace("cluster: herd", "cluster: " + name));
            String said =
                    said(
                            0,
                            programs,
                            "restore",
                            "--config",
                            yaml.toString(),
                            "--from",
                            archive.prefix(),
                            target[0],
                            target[1]);
            var past =
                    new HerdNode(
                            name,
                            dir,
                            programs.matriarch(),
                            new NodeApi(ports.get(1)),
                            new Door(name, ports.get(0), herd.files().superuserPassword()));
            past.start();
            try {
                awaitLeading(past);
                assertEquals(numbers(rows), Ledger.rows(past.door()), said);
            } finally {
                past.askToEnd();
                past.kill();
            }
            assertEquals(numbers(410), Ledger.rows(herd.nodes().getFirst().door()));
        }
    }

    private static void awaitLeading(HerdNode node) throws Exception {
        String seen = "nothing";
        for (int i = 0; i < PATIENCE * 10; i++) {
            Optional<NodeAnswer> answer = node.api().node();
            if (answer.filter(NodeAnswer::leads).isPresent()) {
                return;
            }
            seen = answer.map(NodeAnswer::sentence).orElse(seen);
            Thread.sleep(100);
        }
        throw new AssertionError(node.name() + " does not lead; it says: " + seen);
    }

    /** As when a region's machines are gone: no agent survives to see it. */
    private static void loseEverything(Herd herd) throws Exception {
        for (HerdNode node : herd.nodes()) {
            node.kill();
        }
        for (HerdNode node : herd.nodes()) {
            node.destroy();
        }
        for (HerdNode node : herd.nodes()) {
            node.start();
        }
    }

    private static void switchOver(Herd herd) throws Exception {
        String leader = herd.look().leader().orElseThrow();
        NodeApi.Reply reply = herd.node(leader).api().switchover(leader, Optional.empty());
        // Right after the last one its members may still restart one by one, for the slot.
        for (int i = 0; i < PATIENCE && reply.text().contains("no good candidates"); i++) {
            Thread.sleep(1000);
            reply = herd.node(leader).api().switchover(leader, Optional.empty());
        }
        assertTrue(reply.done(), reply.text());
        peace(herd);
        assertNotEquals(Optional.of(leader), herd.look().leader());
    }

    private static void peace(Herd herd) throws Exception {
        assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE));
    }

    private static List<Integer> numbers(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private HerdArchive archive(String name) {
        Optional<String> timeout = Optional.of("1h");
        if (s3.isEmpty()) {
            return new HerdArchive("file://" + folder.resolve(name), Optional.empty(), timeout);
        }
        return new HerdArchive(bucket + "/" + name, s3.map(MotoServer::endpoint), timeout);
    }

    /** An S3 server where there is one, and a directory elsewhere. */
    private static Optional<MotoServer> s3() {
        try {
            return Optional.of(MotoServer.start());
        } catch (UncheckedIOException e) {
            System.out.println("no S3 server, so the archive is a directory: " + e.getMessage());
            return Optional.empty();
        }
    }
}
