package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.testing.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two whole clusters, each with a table of its own, and one client that writes wherever writes are
 * taken. They have the same name, and so have their members: nothing says that they must not.
 */
@Tag(TestPostgres.TAG)
@Tag(BuiltAgent.LONG)
final class StandbyClusterIT {

    private static final long PATIENCE = 120;

    @TempDir Path folder;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void aClusterFollowsAnotherOneAndTheyChangeSidesWithoutLosingARow() throws Exception {
        Programs programs = BuiltAgent.programs(folder);
        var screen = new Screen(System.out, false);
        HerdFiles here =
                with(
                        "  replication: {mode: sync, sync-count: 1}\n"
                                + "  slots: {far: {type: physical}}\n");
        try (Herd near = Herd.start(here, HerdArchive.none(), 2, false, programs, screen)) {
            assertEquals(Optional.empty(), near.awaitPeace(PATIENCE, true));
            HerdFiles there =
                    with("  standby-cluster: {host: \"%s\", slot: far}\n".formatted(hosts(near)));
            copyPasswords(here, there);
            try (Herd far = Herd.start(there, HerdArchive.none(), 2, false, programs, screen)) {
                story(near, far, new HerdShell(near, programs), new HerdShell(far, programs));
            }
        }
    }

    private static void story(Herd near, Herd far, HerdShell atNear, HerdShell atFar)
            throws Exception {
        List<Door> all = Stream.concat(near.doors().stream(), far.doors().stream()).toList();
        var writer = new SteadyWriter(all);
        try (writer) {
            awaitFollowing(far);
            followsRowByRow(writer, far);
            countsForNoCommitOverThere(near);
            refusesToWriteBesideTheOther(far, atFar);

            atNear.done("switchover", "--yes");
            followsRowByRow(writer, far);
            String turned = atFar.done("switchover", "--yes");
            assertTrue(turned.contains("Successfully switched over to"), turned);
            awaitFollowing(far);
            followsRowByRow(writer, far);

            String said = atNear.done("demote-cluster", "--to", hosts(far), "--yes");
            assertTrue(said.contains("the cluster is demoted"), said);
            said = atFar.done("promote-cluster", "--yes");
            assertTrue(said.contains("is stored"), said);
            followsRowByRow(writer, near);
            awaitFollowing(near);
            refusesToWriteBesideTheOther(near, atNear);

            // And home again.
            atFar.done("demote-cluster", "--to", hosts(near), "--yes");
            atNear.done("promote-cluster", "--yes");
            followsRowByRow(writer, far);
            awaitFollowing(far);
        }
        assertEquals(Optional.empty(), near.awaitPeace(PATIENCE, true));
        writer.assertNothingLost(near);
        writer.assertNothingLost(far);
        List<Integer> rows = Ledger.rows(all.getFirst());
        for (Door door : all) {
            Soon.equal(rows, () -> Ledger.rows(door));
        }
    }

    /** What is acknowledged from now on comes to each of them. */
    private static void followsRowByRow(SteadyWriter writer, Herd herd) throws Exception {
        writer.await(writer.acknowledged() + 50);
        int row = writer.acknowledged();
        String there = "select count(*) from ledger where n = " + row;
        for (HerdNode node : herd.nodes()) {
            Soon.equal(List.of("1"), () -> Ledger.ask(node.door(), there));
        }
    }

    private static void awaitFollowing(Herd herd) throws Exception {
        Soon.equal("replica streaming, standby_leader streaming", () -> roles(herd));
    }

    private static String roles(Herd herd) {
        return herd.look().newest().stream()
                .flatMap(d -> d.members().stream())
                .map(m -> m.role() + " " + m.state())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /**
     * The far members have the near ones' names; a commit that waited for them would be on none
     * here.
     */
    private static void countsForNoCommitOverThere(Herd near) throws Exception {
        var ledger = new Ledger(near.doors());
        assertEquals(
                List.of("async 1", "sync 1"),
                ledger.ask(
                        "select sync_state || ' ' || count(*) from pg_stat_replication"
                                + " where state = 'streaming' group by sync_state order by 1"));
        assertEquals(
                List.of("t"),
                ledger.ask("select active from pg_replication_slots where slot_name = 'far'"));
    }

    private static void refusesToWriteBesideTheOther(Herd herd, HerdShell shell) throws Exception {
        for (Door door : herd.doors()) {
            var refusal =
                    assertThrows(
                            SQLException.class,
                            () -> Ledger.ask(door, "insert into ledger values (0)"));
            assertEquals("25006", refusal.getSQLState(), refusal.getMessage());
        }
        String said = shell.refused("promote-cluster", "--yes");
        assertTrue(said.contains("the other cluster takes writes at 127.0.0.1:"), said);
        said =
                shell.refused(
                        "config",
                        "set",
                        "--yes",
                        "standby-cluster.host=null",
                        "standby-cluster.slot=null");
        assertTrue(said.contains("demote it first"), said);
        assertEquals(412, patched(herd, "{\"standby-cluster\": null}"));
        assertEquals("replica streaming, standby_leader streaming", roles(herd));
    }

    private static int patched(Herd herd, String body) throws Exception {
        int port = herd.nodes().getFirst().api().port();
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/config".formatted(port)))
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    private static String hosts(Herd herd) {
        return herd.doors().stream()
                .map(door -> "127.0.0.1:" + door.port())
                .collect(Collectors.joining(","));
    }

    private static HerdFiles with(String initial) throws Exception {
        HerdFiles files = HerdFiles.prepare(Optional.empty());
        return new HerdFiles(files.root(), files.ours(), initial);
    }

    /** The roles and their passwords are part of the data. */
    private static void copyPasswords(HerdFiles from, HerdFiles to) throws Exception {
        var replace = StandardCopyOption.REPLACE_EXISTING;
        Files.copy(from.superuserPassword(), to.superuserPassword(), replace);
        Files.copy(from.replicationPassword(), to.replicationPassword(), replace);
    }
}
