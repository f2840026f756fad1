package io.matriarch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RestartCommandTest {
    private final AgentHerd herd;
    private final CommandRun command;

    RestartCommandTest() throws Exception {
        herd = new AgentHerd();
        command = herd.command;
        command.rounds = 5;
        herd.at("n1", "/switchover", 200, "Successfully switched over to \"n2\"");
    }

    @AfterEach
    void close() {
        herd.close();
    }

    private void positions(long leader, long standbys) {
        herd.at("n1", "/patroni", 200, "{\"xlog\":{\"location\":%d}}".formatted(leader));
        for (String name : List.of("n2", "n3")) {
            herd.at(
                    name,
                    "/patroni",
                    200,
                    "{\"xlog\":{\"replayed_location\":%d}}".formatted(standbys));
        }
    }

    @Test
    void theLeaderComesLast() {
        assertEquals(0, command.run("restart", "--yes"), () -> command.err);
        assertEquals(List.of("/n2/restart", "/n3/restart", "/n1/restart"), herd.calls());
        assertTrue(
                command.out.endsWith("n1: restarted successfully\n")
                        && command.out.contains(
                                "Restart: n1, the leader: it keeps the lease, and no writes are taken until it is back\n"),
                command.out);
    }

    @Test
    void rollingHandsOverBeforeTheLeader() {
        // Each member says itself that it is back; n1 follows by then.
        herd.state("n1", "streaming");
        assertEquals(0, command.run("restart", "--rolling", "--yes"), () -> command.err);
        assertEquals(
                List.of("/n2/restart", "/n3/restart", "/n1/switchover", "/n1/restart"),
                herd.calls());
        assertTrue(herd.server.posts.get(2).endsWith("{\"leader\":\"n1\",\"candidate\":\"n2\"}"));
    }

    /** It has stopped and started again to hand over: nothing waits for a restart any more. */
    @Test
    void aSwitchoverIsTheFormerLeadersRestart() {
        String started = "{\"postmaster_start_time\":\"2026-01-02T03:04:05Z\"}";
        herd.at("n1", "/patroni", 200, started);
        herd.state("n1", "starting");
        command.meanwhile =
                () -> {
                    herd.at("n1", "/patroni", 200, started.replace("05Z", "09Z"));
                    herd.state("n1", "streaming");
                };
        assertEquals(0, command.run("restart", "--rolling", "--yes"), () -> command.err);
        assertEquals(List.of("/n2/restart", "/n3/restart", "/n1/switchover"), herd.calls());
        assertTrue(command.out.endsWith("n1: restarted by the switchover\n"), command.out);
    }

    /** Commits wait for n2 again only some beats after it is back. */
    @Test
    void aLeaderHandsOverWhenOneMayTakeOver() {
        herd.state("n1", "streaming");
        herd.at("n1", "/switchover", 412, "candidate n2 is not in the sync set");
        command.meanwhile = () -> herd.at("n1", "/switchover", 200, "Successfully switched over");
        assertEquals(0, command.run("restart", "--rolling", "--yes"), () -> command.err);
        assertEquals(
                List.of(
                        "/n2/restart",
                        "/n3/restart",
                        "/n1/switchover",
                        "/n1/switchover",
                        "/n1/switchover",
                        "/n1/restart"),
                herd.calls());
        herd.at("n1", "/switchover", 503, "Switchover failed, n1 still leads");
        command.meanwhile = () -> {};
        assertEquals(1, command.run("restart", "--rolling", "--yes"));
        assertEquals(
                "matriarch: stopped before the leader n1, which nobody could take over from: Switchover failed, n1 still leads\n",
                command.err);
    }

    @Test
    void whatIsRaisedBeginsWithTheStandbys() {
        for (String name : List.of("n1", "n2", "n3")) {
            herd.pending(name, "max_connections 100 200");
        }
        assertEquals(0, command.run("restart", "--pending", "--yes"), () -> command.err);
        assertEquals(List.of("/n2/restart", "/n3/restart", "/n1/restart"), herd.calls());
    }

    @Test
    void theLeaderDoesNotGetAheadOfAStandbyThatIsLeftOut() {
        for (String name : List.of("n1", "n3")) {
            herd.pending(name, "max_connections 100 200");
        }
        assertEquals(1, command.run("restart", "n1", "n2", "--yes"));
        assertEquals(
                "matriarch: n1 would get a greater max_connections than its standby n3 has, and that one would stop replaying: restart n3 first, or leave the names out\n",
                command.err);
        assertEquals(List.of(), herd.calls());
    }

    @Test
    void whatIsLoweredBeginsWithTheLeaderAndGoesOnWhenItIsReplayed() {
        for (String name : List.of("n1", "n2", "n3")) {
            herd.pending(name, "max_wal_senders 20 10");
        }
        positions(900, 800);
        command.meanwhile =
                () -> {
                    assertEquals(List.of("/n1/restart"), herd.calls());
                    positions(900, 900);
                };
        assertEquals(0, command.run("restart", "--rolling", "--yes"), () -> command.err);
        assertEquals(List.of("/n1/restart", "/n2/restart", "/n3/restart"), herd.calls());
        assertTrue(
                command.out.contains(
                        "Restart: n2, a replica, when it has replayed the leader's smaller limits: its readers are sent away; brings max_wal_senders 20 -> 10\n"),
                command.out);
    }

    @Test
    void raisedAndLoweredAtOnceTakesTheStandbysTwice() {
        for (String name : List.of("n1", "n2", "n3")) {
            herd.pending(name, "max_connections 100 200", "max_worker_processes 16 8");
        }
        positions(900, 900);
        assertEquals(0, command.run("restart", "--rolling", "--yes"), () -> command.err);
        assertEquals(
                List.of("/n2/restart", "/n3/restart", "/n1/restart", "/n2/restart", "/n3/restart"),
                herd.calls());
    }

    @Test
    void aStandbyThatDoesNotReplayIsLeftAlone() {
        for (String name : List.of("n1", "n2", "n3")) {
            herd.pending(name, "max_connections 200 100");
        }
        positions(900, 800);
        assertEquals(1, command.run("restart", "--yes", "--timeout", "1"));
        assertEquals(
                "matriarch: stopped: n2 has not replayed within 1 s what n1 has now (800 of 900); the rest was left alone\n",
                command.err);
        assertEquals(List.of("/n1/restart"), herd.calls());
    }

    @Test
    void oneThatNeverStreamsIsBackWhenItRuns() {
        herd.with("n3", "\"tags\":{\"nostream\":\"true\"}").state("n3", "running");
        assertEquals(0, command.run("restart", "n3", "--rolling", "--yes"), () -> command.err);
        herd.with("n3", "\"tags\":{\"nosync\":\"true\"}");
        assertEquals(1, command.run("restart", "n3", "--rolling", "--yes", "--timeout", "1"));
        assertEquals(
                "matriarch: stopped: n3 is not back after 1 s, running: I am n3; the rest was left alone\n",
                command.err);
    }

    @Test
    void aTrialShowsEachAnswer() {
        herd.at("n2", "/restart", 200, "would stop PostgreSQL and start it again");
        herd.at("n3", "/restart", 503, "PostgreSQL is not running, so there is nothing to restart");
        assertEquals(1, command.run("restart", "n2", "n3", "--dry-run"));
        assertTrue(
                command.out.endsWith(
                        """
                        n2: would stop PostgreSQL and start it again
                        n3 would refuse: PostgreSQL is not running, so there is nothing to restart
                        Nothing was done: --dry-run.
                        """),
                command.out);
        assertTrue(
                herd.server.posts.stream().allMatch(p -> p.endsWith("\"dry_run\":true}")),
                herd.server.posts::toString);
        herd.at("n3", "/restart", 200, "would");
        assertEquals(0, command.run("restart", "--rolling", "--dry-run"), () -> command.err);
        assertTrue(
                herd.server.posts.stream().allMatch(p -> p.endsWith("\"dry_run\":true}")),
                herd.server.posts::toString);
        assertEquals("/n1/switchover", herd.calls().getLast());
    }

    @Test
    void filters() {
        assertEquals(
                0,
                command.run(
                        "restart", "--any", "--role", "standby", "--pg-version", "16.4", "--yes"),
                () -> command.err);
        assertEquals(1, herd.calls().size());
        assertTrue(
                herd.server.posts.getFirst().endsWith("\"postgres_version\":\"16.4\"}")
                        && !herd.calls().contains("/n1/restart"),
                herd.server.posts::toString);
        assertEquals(2, command.run("restart", "--pg-version", "new", "--yes"));
        assertEquals("matriarch: --pg-version new is no version such as 16.4\n", command.err);
        assertEquals(1, command.run("restart", "--role", "standby-leader", "--yes"));
        assertEquals(
                "matriarch: no member is chosen: n1, n2, n3 are members, and n1 leads\n",
                command.err);
        assertEquals(0, command.run("restart", "--role", "primary", "--yes"), () -> command.err);
        assertEquals("/n1/restart", herd.calls().getLast());
        assertEquals(0, command.run("restart", "--pending", "--yes"));
        assertEquals("no setting of these members waits for a restart\n", command.out);
    }

    @Test
    void aScheduleGoesToEach() {
        herd.at("n2", "/restart", 202, "Restart scheduled at 2030-01-02T03:04:00Z");
        assertEquals(
                0,
                command.run("restart", "n2", "--scheduled", "2030-01-02T03:04:00Z", "--yes"),
                () -> command.err);
        assertTrue(
                herd.server.posts.getFirst().endsWith("\"schedule\":\"2030-01-02T03:04:00Z\"}"),
                herd.server.posts::toString);
    }
}
