package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Replication;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verbs of a failover, of plans that are given up, and of a farewell, on three whole agents.
 */
@Tag(TestPostgres.TAG)
@Tag(BuiltAgent.LONG)
final class AskedVerbsIT {

    private static final long PATIENCE = 120;
    private static final String STARTED = "select pg_postmaster_start_time()";

    @TempDir Path folder;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void whatIsAskedOfAHerdIsDoneAndRememberedAndNoRowIsLost() throws Exception {
        Programs programs = BuiltAgent.programs(folder);
        HerdFiles files =
                HerdFiles.prepare(Optional.empty()).with(new Replication(Replication.Mode.SYNC, 1));
        var screen = new Screen(System.out, false);
        try (Herd herd = Herd.start(files, HerdArchive.none(), 3, false, programs, screen)) {
            var shell = new HerdShell(herd, programs);
            assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE, true));
            var writer = new SteadyWriter(herd.doors());
            try (writer) {
                failedOver(herd, shell, writer);
                planned(herd, shell);
                copiedFromAnother(herd, shell);
                writer.await(writer.acknowledged() + 50);
            }
            writer.assertNothingLost(herd);
            forgotten(herd, shell);
        }
    }

    /** While the leader lives it hands over in order, whoever is named; and the URLs stay right. */
    private static void failedOver(Herd herd, HerdShell shell, SteadyWriter writer)
            throws Exception {
        var urls = PrintedUrls.of(shell);
        urls.assertRight();
        List<String> promoted = new ArrayList<>();
        for (String force : List.of("", "--force")) {
            String candidate = candidate(herd, force.isEmpty() ? "sync_standby" : "replica");
            List<String> words =
                    new ArrayList<>(List.of("failover", "--candidate", candidate, "--yes"));
            if (!force.isEmpty()) {
                words.add(force);
            }
            shell.done(words.toArray(String[]::new));
            promoted.add(candidate);
            assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE, true));
            assertEquals(Optional.of(candidate), herd.look().leader());
            writer.await(writer.acknowledged() + 50);
            urls.assertRight();
        }
        remembered(shell, promoted);
    }

    /** A new leader writes it down when it has time for that. */
    private static void remembered(HerdShell shell, List<String> promoted) throws Exception {
        Soon.equal(
                promoted,
                () ->
                        shell.done("history", "-o", "tsv").lines().skip(1).toList().stream()
                                .map(line -> line.substring(line.lastIndexOf('\t') + 1))
                                .toList());
    }

    private static void planned(Herd herd, HerdShell shell) throws Exception {
        HerdNode node = herd.node(candidate(herd, "replica"));
        List<String> before = Ledger.ask(node.door(), STARTED);
        shell.done("restart", node.name(), "--scheduled", in(3600), "--yes");
        shell.until("list", text -> text.contains("restart at "));
        shell.refused("restart", node.name(), "--scheduled", in(1800), "--yes");
        shell.done("flush", "restart", "--yes");
        shell.refused("flush", "restart", "--yes");
        assertEquals(before, Ledger.ask(node.door(), STARTED));
        shell.done("restart", node.name(), "--scheduled", in(3), "--yes");
        Soon.equal(true, () -> !Ledger.ask(node.door(), STARTED).equals(before));
        assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE, true));
    }

    /** Only where no commit waits for standbys: before, the leader alone has everything. */
    private static void copiedFromAnother(Herd herd, HerdShell shell) throws Exception {
        String leader = herd.look().leader().orElseThrow();
        List<HerdNode> others =
                herd.nodes().stream().filter(n -> !n.name().equals(leader)).toList();
        HerdNode from = others.getFirst();
        HerdNode node = others.getLast();
        String[] verb = {"reinit", node.name(), "--from", from.name(), "--wait", "--yes"};
        String said = shell.refused(verb);
        assertTrue(said.contains("only the leader's own data will do"), said);
        shell.done("config", "set", "--yes", "replication.mode=async");
        Soon.equal(true, () -> herd.look().unwaited().isPresent());
        said = shell.done(verb);
        assertTrue(said.contains(node.name() + ": reinitialized"), said);
        String log = Files.readString(node.log());
        assertTrue(log.contains("cloning from " + from.name()), log);
    }

    private static void forgotten(Herd herd, HerdShell shell) throws Exception {
        HerdNode gone = herd.node(candidate(herd, "replica"));
        HerdNode leader = herd.node(herd.look().leader().orElseThrow());
        Path yaml = HerdFiles.configuration(herd.files().node(leader.name()));
        String[] verb = {
            "remove", "herd", "--member", gone.name(), "--yes", "--config", yaml.toString()
        };
        String said = shell.refused(verb);
        assertTrue(said.contains("stop it first"), said);
        gone.kill();
        shell.done(verb);
        String slot = "select 1 from pg_replication_slots where slot_name = 'matriarch_%s'";
        Soon.equal(List.of(), () -> Ledger.ask(leader.door(), slot.formatted(gone.name())));
        shell.until("list", text -> !text.contains(gone.name() + " "));
    }

    private static String candidate(Herd herd, String role) {
        return herd.look().newest().stream()
                .flatMap(d -> d.members().stream())
                .filter(m -> m.role().equals(role))
                .findFirst()
                .orElseThrow()
                .name();
    }

    private static String in(int seconds) {
        return Instant.now().plusSeconds(seconds).toString();
    }
}
