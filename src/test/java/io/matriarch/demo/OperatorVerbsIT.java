package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Replication;
import io.matriarch.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators ask of three whole agents, by the command line, while a client writes. */
@Tag(TestPostgres.TAG)
@Tag(TestPostgres.SLOW)
final class OperatorVerbsIT {

    private static final long PATIENCE = 60;
    private static final List<String> ALL = List.of("n1", "n2", "n3");

    @TempDir Path folder;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void eachVerbKeepsItsWordAndNoRowIsLost() throws Exception {
        Programs programs = BuiltAgent.programs(folder);
        HerdFiles files =
                HerdFiles.prepare(Optional.empty()).with(new Replication(Replication.Mode.SYNC, 1));
        try (Herd herd =
                Herd.start(
                        files,
                        HerdArchive.none(),
                        3,
                        false,
                        programs,
                        new Screen(System.out, false))) {
            var shell = new HerdShell(herd, programs);
            assertEquals(Optional.empty(), herd.awaitPeace(2 * PATIENCE, true));
            cascade(herd, shell);
            var writer = new SteadyWriter(herd.doors());
            try (writer) {
                settings(shell);
                shell.done("restart", "--rolling", "--pending", "--yes");
                shown(herd, "max_connections", "130");
                lowered(herd, shell);
                rebuilt(herd, shell);
                paused(herd, shell);
                scheduled(herd, shell);
                asked(herd, shell);
                writer.await(writer.acknowledged() + 20);
            }
            assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE));
            writer.assertNothingLost(herd);
        }
    }

    /** One replica streams from the other one. */
    private static void cascade(Herd herd, HerdShell shell) throws Exception {
        String leader = herd.look().leader().orElseThrow();
        List<String> others = ALL.stream().filter(n -> !n.equals(leader)).toList();
        String tags = "tags: {replicatefrom: %s, nosync: true}%n".formatted(others.getFirst());
        Files.writeString(
                HerdFiles.configuration(herd.files().node(others.getLast())),
                tags,
                StandardOpenOption.APPEND);
        HerdNode last = herd.node(others.getLast());
        last.killAgent();
        last.start();
        String tree =
                "%s  leader.*`- %s  sync standby.*   `- %s  replica.*"
                        .formatted(leader, others.getFirst(), others.getLast());
        shell.until("topology", text -> text.replace("\n", " ").matches("(?s).*" + tree));
    }

    /** One is in force within a beat; the other one says that it waits. */
    private static void settings(HerdShell shell) throws Exception {
        String said =
                shell.done(
                        "config",
                        "set",
                        "--yes",
                        "postgres.parameters.work_mem=9MB",
                        "postgres.parameters.max_connections=130");
        assertTrue(
                said.contains(
                        "Pending restart: max_connections will wait for a restart on n1, n2, n3;"),
                said);
        shell.until(
                "list",
                text -> text.contains("Pending restart: max_connections 100 -> 130 on n1, n2, n3"));
        shown(shell.herd(), "work_mem", "9MB");
    }

    private static void lowered(Herd herd, HerdShell shell) throws Exception {
        shell.done("config", "set", "--yes", "postgres.parameters.max_connections=110");
        shell.until(
                "list",
                text -> text.contains("Pending restart: max_connections 130 -> 110 on n1, n2, n3"));
        String said = shell.done("restart", "--rolling", "--pending", "--yes");
        assertTrue(!said.contains("Successfully switched over"), said);
        shown(herd, "max_connections", "110");
        shell.until("list", text -> !text.contains("Pending restart"));
    }

    private static void rebuilt(Herd herd, HerdShell shell) throws Exception {
        String replica = replica(herd);
        String would = shell.done("reinit", replica, "--dry-run");
        assertTrue(would.contains(replica + ": would "), would);
        String said = shell.done("reinit", replica, "--wait", "--yes");
        assertTrue(said.contains(replica + ": reinitialized"), said);
        HerdShell.Ended refused = shell.run("reinit", herd.look().leader().orElseThrow(), "--yes");
        assertEquals(1, refused.exit(), refused.text());
        HerdShell.Ended foreign =
                shell.run("reinit", replica, "--from", "archive", "--wait", "--yes");
        assertEquals(1, foreign.exit(), foreign.text());
        assertTrue(foreign.text().contains("only the leader's own data will do"), foreign.text());
    }

    private static void paused(Herd herd, HerdShell shell) throws Exception {
        shell.done("pause", "--reason", "a test", "--wait", "--yes");
        assertTrue(shell.done("list").contains("(a test)"));
        HerdShell.Ended refused = shell.run("switchover", "--dry-run");
        assertEquals(1, refused.exit(), refused.text());
        shell.done("resume", "--wait", "--yes");
        assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE, true));
    }

    private static void scheduled(Herd herd, HerdShell shell) throws Exception {
        String leader = herd.look().leader().orElseThrow();
        shell.done("switchover", "--scheduled", in(3600), "--yes");
        assertTrue(shell.done("list").contains("Switchover scheduled at "));
        shell.done("flush", "switchover", "--yes");
        shell.done("switchover", "--scheduled", in(4), "--yes");
        for (int i = 0; i < PATIENCE * 5; i++) {
            if (herd.look().leader().filter(l -> !l.equals(leader)).isPresent()) {
                assertEquals(Optional.empty(), herd.awaitPeace(PATIENCE, true));
                return;
            }
            Thread.sleep(200);
        }
        throw new AssertionError(leader + " still leads: " + shell.done("list"));
    }

    /** By the driver, with the password of a file, on a replica. */
    private static void asked(Herd herd, HerdShell shell) throws Exception {
        String password = herd.files().superuserPassword().toString();
        String said =
                shell.done(
                        "query",
                        "-c",
                        "select pg_is_in_recovery() as standby, 'a b' as text, null as nothing",
                        "--role",
                        "replica",
                        "--password-file",
                        password,
                        "-o",
                        "tsv");
        assertEquals("standby\ttext\tnothing\nt\ta b\t\n", said);
        HerdShell.Ended wrong = shell.run("query", "-c", "selekt", "--password-file", password);
        assertEquals(1, wrong.exit(), wrong.text());
        assertTrue(wrong.text().contains("syntax error"), wrong.text());
        String changed =
                shell.done("query", "-c", "create table asked ()", "--password-file", password);
        assertEquals("0 rows changed\n", changed);
    }

    private static String in(int seconds) {
        return Instant.now().plusSeconds(seconds).toString();
    }

    private static String replica(Herd herd) {
        String leader = herd.look().leader().orElseThrow();
        return ALL.stream().filter(n -> !n.equals(leader)).findFirst().orElseThrow();
    }

    /** Every server has this value now. */
    private static void shown(Herd herd, String parameter, String value) throws Exception {
        for (HerdNode node : herd.nodes()) {
            String seen = "";
            for (int i = 0; i < PATIENCE * 5 && !seen.equals(value); i++) {
                seen = Ledger.ask(node.door(), "show " + parameter).getFirst();
                Thread.sleep(seen.equals(value) ? 0 : 200);
            }
            assertEquals(value, seen, node.name());
        }
    }
}
