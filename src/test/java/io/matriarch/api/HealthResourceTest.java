package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.PostgresView;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tags;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApiProfile.class)
final class HealthResourceTest {
    @Inject FakeAgent agent;

    @BeforeEach
    void reset() {
        agent.reset();
    }

    private static void expect(int status, String... paths) throws Exception {
        for (String path : paths) {
            for (String method : List.of("GET", "HEAD", "OPTIONS")) {
                assertEquals(
                        status, Calls.call(method, path).statusCode(), () -> method + " " + path);
            }
        }
    }

    @Test
    void leaderThatTakesWrites() throws Exception {
        expect(200, "/", "/primary", "/master", "/read-write", "/leader", "/read-only");
        expect(200, "/health", "/liveness", "/readiness", "/read-only-sync", "/read-only-quorum");
        expect(503, "/replica", "/sync", "/quorum", "/async", "/standby-leader", "/standby_leader");
        expect(404, "/primaryy");
    }

    @Test
    void leaderThatDoesNotTakeWritesYet() throws Exception {
        agent.takesWrites = false;
        expect(200, "/leader");
        expect(503, "/", "/primary", "/read-write", "/read-only", "/readiness");
    }

    @Test
    void standby() throws Exception {
        agent.follow(Herd.standby(Herd.standby(1000, true), List.of(), 0));
        expect(200, "/replica", "/read-only", "/async", "/asynchronous", "/health", "/readiness");
        expect(
                200,
                "/replica?replication_state=streaming",
                "/replica?lag=1000",
                "/replica?lag=1kB");
        expect(200, "/replica?lag=plenty", "/replica?lag=1000&replication_state=streaming");
        expect(503, "/", "/primary", "/leader", "/sync", "/synchronous", "/quorum");
        expect(503, "/replica?lag=999", "/replica?lag=0", "/replica?tag_dc=eu");
        expect(503, "/replica?replication_state=in%20archive%20recovery", "/readiness?lag=999");
    }

    @Test
    void tags() throws Exception {
        var standby = Herd.standby(Herd.standby(0, true), List.of(), 0);
        agent.follow(Herd.tagged(standby, Tags.of(Map.of("dc", "eu", "nosync", "true"))));
        expect(200, "/replica?tag_dc=eu", "/replica?tag_dc=EU&tag_nosync=true", "/async?tag_dc=eu");
        expect(200, "/health?tag_dc=eu", "/readiness?tag_dc=eu", "/read-only?tag_dc=eu");
        expect(503, "/replica?tag_dc=us", "/replica?tag_dc=eu&tag_rack=r7", "/health?tag_x=1");
        agent.follow(Herd.tagged(standby, Tags.of(Map.of("noloadbalance", "true"))));
        expect(503, "/replica", "/read-only", "/async");
        expect(200, "/health", "/readiness");
        String shown = Calls.call("GET", "/patroni").body();
        assertTrue(shown.contains("\"tags\":{\"noloadbalance\":\"true\"}"), shown);
        agent.reset();
        expect(200, "/primary?tag_dc=eu", "/leader?tag_dc=eu", "/read-only");
        expect(503, "/read-only?tag_dc=eu");
    }

    @Test
    void lagCountsFromTheNewestThatIsKnownOfTheLeader() throws Exception {
        var s = Herd.standby(Herd.standby(1000, true), List.of(), 0);
        agent.follow(Herd.withPeer(s, Herd.N1, new Reading.Missing<>("late")));
        expect(200, "/replica?lag=800");
        expect(503, "/replica?lag=799");
        agent.follow(Herd.withStore(s, Optional.empty(), 0));
        expect(503, "/replica?lag=1GB", "/async");
        expect(200, "/replica");
    }

    @Test
    void standbyThatDoesNotStream() throws Exception {
        agent.follow(Herd.standby(Herd.standby(0, false), List.of(), 0));
        expect(200, "/replica", "/replica?replication_state=in%20archive%20recovery");
        expect(503, "/replica?replication_state=streaming", "/readiness");
    }

    @Test
    void standbyThatIsFarBehindIsNotReady() throws Exception {
        agent.follow(Herd.standby(Herd.standby(1024 * 1024 + 1, true), List.of(), 0));
        expect(503, "/readiness");
        expect(200, "/readiness?lag=2MB", "/replica");
    }

    @Test
    void syncStandby() throws Exception {
        agent.follow(Herd.standby(Herd.standby(0, true), List.of(Herd.N2), 1));
        expect(200, "/sync", "/synchronous", "/read-only-sync", "/read-only-synchronous");
        expect(503, "/async", "/quorum", "/read-only-quorum", "/sync?lag=-1&tag_x=1");
    }

    @Test
    void quorumStandby() throws Exception {
        agent.follow(Herd.standby(Herd.standby(0, true), List.of(Herd.N2, Herd.N3), 1));
        expect(200, "/quorum", "/read-only-quorum");
        expect(503, "/async", "/sync", "/read-only-sync");
    }

    @Test
    void nothingThatDoesNotRunIsAReplica() throws Exception {
        for (PostgresView view :
                Stream.of(
                                new PostgresView.Absent(),
                                new PostgresView.Starting(true, Herd.ID),
                                new PostgresView.Silent("no answer", true, true, Herd.ID))
                        .toList()) {
            agent.follow(Herd.standby(view, List.of(), 0));
            expect(503, "/replica", "/read-only", "/health", "/readiness");
        }
    }

    @Test
    void whatAHungAgentSawDoesNotCount() throws Exception {
        agent.follow(Herd.standby(Herd.standby(0, true), List.of(), 0));
        agent.alive = false;
        expect(503, "/replica", "/health", "/liveness", "/readiness", "/q/health/live");
    }

    @Test
    void readyWithoutTheStoreOnlyWhereTheLeaderIsHeard() throws Exception {
        var s =
                Herd.withStoreError(
                        Herd.standby(Herd.standby(0, true), List.of(), 0), "timed out", false);
        agent.follow(s);
        assertEquals(200, Calls.status("/readiness"));
        agent.follow(Herd.withPeer(s, Herd.N1, new Reading.Missing<>("late")));
        assertEquals(503, Calls.status("/readiness"));
        assertEquals(503, Calls.status("/q/health/ready"));
        agent.follow(Herd.withStoreError(agent.snapshot(), "timed out", true));
        assertEquals(200, Calls.status("/readiness"));
        assertEquals(200, Calls.status("/q/health/ready"));
    }

    @Test
    void theBodySaysWhy() throws Exception {
        agent.follow(Herd.standby(Herd.standby(0, true), List.of(), 0));
        String body = Calls.call("GET", "/primary").body();
        assertTrue(body.contains("\"role\":\"replica\""), body);
        assertTrue(body.contains("\"sentence\":\"I follow n1\""), body);
        assertEquals("", Calls.call("OPTIONS", "/primary").body());
    }
}
