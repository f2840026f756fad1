package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.agent.Snapshot;
import io.matriarch.cluster.Follower;
import io.matriarch.cluster.PendingSetting;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.Tags;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApiProfile.class)
final class StatusResourceTest {
    @Inject FakeAgent agent;
    @Inject ObjectMapper json;

    @BeforeEach
    void reset() {
        agent.reset();
    }

    private JsonNode get(String path) throws Exception {
        return json.readTree(Calls.call("GET", path).body());
    }

    @Test
    void primary() throws Exception {
        assertEquals(
                json.readTree(
                        """
                        {"state":"running","postmaster_start_time":"2026-01-02 03:04:05.5+00",
                         "role":"primary","server_version":150006,"xlog":{"location":83886080},
                         "timeline":2,"replication":[{"usename":"","application_name":"n2",
                         "client_addr":"10.0.0.2","state":"streaming","sync_state":"async",
                         "sync_priority":0,"flush_lsn":"0/4FFFC18"}],"dcs_last_seen":1767323045,
                         "database_system_identifier":"7412345678901234567",
                         "patroni":{"version":"0.1.0","scope":"herd","name":"n1"},
                         "sentence":"I lead"}"""),
                get("/patroni"));
    }

    @Test
    void standby() throws Exception {
        agent.follow(Herd.standby(Herd.standby(1000, true), List.of(Herd.N2), 1));
        JsonNode doc = get("/patroni");
        assertEquals("replica", doc.get("role").asText());
        assertEquals("streaming", doc.get("replication_state").asText());
        assertTrue(doc.get("sync_standby").asBoolean());
        assertEquals(
                json.readTree(
                        """
                        {"received_location":83885080,"replayed_location":83885080,
                         "replayed_timestamp":"2026-01-02T03:05:00Z","paused":false}"""),
                doc.get("xlog"));
        assertFalse(doc.has("cluster_unlocked"));
        assertFalse(doc.has("pending_restart_reason"));
    }

    @Test
    void whatWaitsForARestart() throws Exception {
        agent.follow(
                Herd.pending(
                        Herd.standby(Herd.standby(1000, true), List.of(Herd.N2), 1),
                        List.of(new PendingSetting("max_connections", "100", "90"))));
        assertEquals(
                json.readTree("{\"max_connections\":{\"old_value\":\"100\",\"new_value\":\"90\"}}"),
                get("/patroni").get("pending_restart_reason"));
    }

    @Test
    void cluster() throws Exception {
        JsonNode doc = get("/cluster");
        assertEquals("herd", doc.get("scope").asText());
        assertEquals(
                json.readTree("{\"holder\":\"n1\",\"epoch\":3,\"timeline\":2,\"released\":false}"),
                doc.get("lease"));
        assertEquals(3, doc.get("members").size());
        assertEquals(
                json.readTree(
                        """
                        {"name":"n1","role":"leader","state":"running",
                         "api_url":"http://10.0.0.1:8008","host":"10.0.0.1","port":5432,
                         "timeline":2,"version":"0.1.0","sentence":"I lead"}"""),
                doc.get("members").get(0));
        assertEquals(
                json.readTree(
                        """
                        {"name":"n2","role":"replica","state":"streaming",
                         "api_url":"http://10.0.0.2:8008","host":"10.0.0.2","port":5432,
                         "timeline":2,"receive_lsn":"0/4FFFC18","receive_lag":800,
                         "replay_lsn":"0/4FFFC18","replay_lag":800,"lsn":"0/4FFFC18","lag":800,
                         "version":"0.1.0","sentence":"I follow n1"}"""),
                doc.get("members").get(1));
    }

    @Test
    void memberThatDoesNotAnswer() throws Exception {
        agent.change(s -> Herd.withPeer(s, Herd.N3, new Reading.Missing<>("connection refused")));
        JsonNode n3 = get("/cluster").get("members").get(2);
        assertEquals("unreachable", n3.get("state").asText());
        assertEquals("does not answer: connection refused", n3.get("sentence").asText());
    }

    @Test
    void history() throws Exception {
        assertEquals(
                json.readTree("[[1,50331744,\"n2 was lost\",\"2026-01-02T03:04:05Z\",\"n1\"]]"),
                get("/history"));
    }

    @Test
    void metrics() throws Exception {
        String text = Calls.call("GET", "/metrics").body();
        for (String line :
                List.of(
                        "patroni_primary{name=\"n1\",scope=\"herd\"} 1.0",
                        "patroni_replica{name=\"n1\",scope=\"herd\"} 0.0",
                        "patroni_version{name=\"n1\",scope=\"herd\"} 100.0",
                        "patroni_xlog_location{name=\"n1\",scope=\"herd\"} 8.388608E7",
                        "patroni_postmaster_start_time{name=\"n1\",scope=\"herd\"} 1.7673230455E9",
                        "matriarch_lease_epoch{name=\"n1\",scope=\"herd\"} 3.0",
                        "matriarch_store_reachable{name=\"n1\",scope=\"herd\"} 1.0")) {
            assertTrue(text.lines().anyMatch(line::equals), () -> line + " is not in\n" + text);
        }
    }

    @Test
    void metricsOfAStandbyLeader() throws Exception {
        Snapshot s = Herd.standby(Herd.standby(0, true), List.of(), 0);
        agent.follow(Herd.standbyLeader(Herd.tagged(s, Tags.of(Map.of("failover-priority", "7")))));
        assertEquals("standby_leader", get("/patroni").get("role").asText());
        String text = Calls.call("GET", "/metrics").body();
        for (String line :
                List.of(
                        "patroni_standby_leader{name=\"n1\",scope=\"herd\"} 1.0",
                        "patroni_replica{name=\"n1\",scope=\"herd\"} 0.0",
                        "patroni_postgres_state{name=\"n1\",scope=\"herd\"} 5.0",
                        "patroni_failover_priority{name=\"n1\",scope=\"herd\"} 7.0",
                        "patroni_failsafe_mode_enabled{name=\"n1\",scope=\"herd\"} 1.0",
                        "patroni_failsafe_member{name=\"n1\",scope=\"herd\"} 1.0")) {
            assertTrue(text.lines().anyMatch(line::equals), () -> line + " is not in\n" + text);
        }
    }

    /** Who streams from a standby is shown as who streams from a primary is. */
    @Test
    void aCascadeIsShown() throws Exception {
        agent.follow(
                Herd.standby(
                        Herd.feeding(
                                new Follower(
                                        "replicator",
                                        "n3",
                                        "10.0.0.3",
                                        "streaming",
                                        "async",
                                        0,
                                        Herd.behind(1000))),
                        List.of(),
                        0));
        JsonNode follower = get("/patroni").get("replication").get(0);
        assertEquals("n3", follower.get("application_name").asText());
        assertEquals("replicator", follower.get("usename").asText());
        assertEquals(0, follower.get("sync_priority").asInt());
    }

    @Test
    void openApi() throws Exception {
        String text = Calls.call("GET", "/openapi").body();
        for (String part :
                List.of("title: Matriarch", "/switchover:", "/cluster:", "/{check}:", "version:")) {
            assertTrue(text.contains(part), () -> part + " is not in\n" + text);
        }
    }
}
