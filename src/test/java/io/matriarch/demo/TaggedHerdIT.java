package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a member's tags say of it holds for real servers, too. */
@Tag(TestPostgres.TAG)
@Tag(BuiltAgent.LONG)
final class TaggedHerdIT {

    private static final long PATIENCE = 120;
    private static final String FOLLOWERS =
            "select application_name from pg_stat_replication where state = 'streaming'";
    private static final String SLOTS =
            "select slot_name from pg_replication_slots order by slot_name";

    @TempDir Path folder;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void aChainHealsAndComesBackAndAReloadSaysWhoMayLead() throws Exception {
        Programs programs = BuiltAgent.programs(folder);
        HerdFiles files = HerdFiles.prepare(Optional.empty());
        var screen = new Screen(System.out, false);
        try (Herd herd = Herd.start(files, HerdArchive.none(), 3, false, programs, screen)) {
            assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE));
            var shell = new HerdShell(herd, programs);
            chain(herd, shell);
            forbidden(herd, shell);
            preferred(herd, shell);
        }
    }

    private static void chain(Herd herd, HerdShell shell) throws Exception {
        HerdNode leader = herd.node(herd.look().leader().orElseThrow());
        List<HerdNode> others = others(herd);
        HerdNode middle = others.getFirst();
        HerdNode last = others.getLast();
        tagged(shell, last, "replicatefrom: " + middle.name());
        awaitChain(leader, middle, last);

        middle.kill();
        Soon.equal(List.of(last.name()), () -> Ledger.ask(leader.door(), FOLLOWERS));
        middle.start();
        awaitChain(leader, middle, last);
        tagged(shell, last, "");
        Soon.equal(
                others.stream().map(HerdNode::name).collect(Collectors.toSet()),
                () -> Ledger.ask(leader.door(), FOLLOWERS).stream().collect(Collectors.toSet()));
    }

    /** Each keeps a slot for who streams from it, and for nobody else. */
    private static void awaitChain(HerdNode leader, HerdNode middle, HerdNode last)
            throws Exception {
        Soon.equal(List.of(middle.name()), () -> Ledger.ask(leader.door(), FOLLOWERS));
        Soon.equal(List.of(last.name()), () -> Ledger.ask(middle.door(), FOLLOWERS));
        Soon.equal(slotOf(middle), () -> Ledger.ask(leader.door(), SLOTS));
        Soon.equal(slotOf(last), () -> Ledger.ask(middle.door(), SLOTS));
    }

    private static List<String> slotOf(HerdNode node) {
        return List.of("matriarch_" + node.name());
    }

    private static void forbidden(Herd herd, HerdShell shell) throws Exception {
        HerdNode candidate = others(herd).getFirst();
        tagged(shell, candidate, "nofailover: true");
        String said = shell.refused("switchover", "--candidate", candidate.name(), "--yes");
        assertTrue(said.contains("is tagged nofailover"), said);
        tagged(shell, candidate, "");
        shell.done("switchover", "--candidate", candidate.name(), "--yes");
        assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE));
        assertEquals(Optional.of(candidate.name()), herd.look().leader());
    }

    /** Of two that are equal the first name leads, unless the other one is preferred. */
    private static void preferred(Herd herd, HerdShell shell) throws Exception {
        HerdNode second = others(herd).getLast();
        tagged(shell, second, "failover-priority: 2");
        shell.done("switchover", "--yes");
        assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE));
        assertEquals(Optional.of(second.name()), herd.look().leader());
    }

    /** These tags and no others, by the member's own file. */
    private static void tagged(HerdShell shell, HerdNode node, String tags) throws Exception {
        Path file = HerdFiles.configuration(shell.herd().files().node(node.name()));
        String text =
                Files.readString(file)
                        .lines()
                        .filter(line -> !line.startsWith("tags:"))
                        .collect(Collectors.joining("\n", "", "\ntags: {%s}\n".formatted(tags)));
        Files.writeString(file, text);
        String said = shell.done("reload", node.name(), "--yes");
        String now =
                tags.isEmpty() ? "none" : "{" + tags.replace(": ", "=").replace("r-p", "r_p") + "}";
        assertTrue(said.contains("the tags hold from now on: " + now), said);
        Soon.equal(tags, () -> known(shell.herd(), node));
    }

    /** What the others know of it, within a beat. */
    private static String known(Herd herd, HerdNode node) {
        return herd.look().newest().stream()
                .flatMap(d -> d.members().stream())
                .filter(m -> m.name().equals(node.name()))
                .flatMap(m -> m.tags().orElse(Map.of()).entrySet().stream())
                .map(tag -> tag.getKey().replace('_', '-') + ": " + tag.getValue())
                .collect(Collectors.joining());
    }

    private static List<HerdNode> others(Herd herd) {
        String leader = herd.look().leader().orElseThrow();
        return herd.nodes().stream().filter(n -> !n.name().equals(leader)).toList();
    }
}
