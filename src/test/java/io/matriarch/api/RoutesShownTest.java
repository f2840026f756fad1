package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.agent.Snapshot;
import io.matriarch.cluster.Domain;
import io.matriarch.cluster.RoutesView;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the routes fare, and where a member is, in the documents and the metrics. */
@QuarkusTest
@TestProfile(ApiProfile.class)
final class RoutesShownTest {

    private static final long CHANGED = 1_767_323_045_000L;
    private static final Optional<Domain> DOMAIN = Optional.of(new Domain("herd.db.internal"));

    @Inject FakeAgent agent;
    @Inject ObjectMapper json;

    @BeforeEach
    void reset() {
        agent.reset();
    }

    private void routes(RoutesView routes) {
        UnaryOperator<Snapshot> placed = s -> Herd.placed(s, "eu-central-1a", routes);
        agent.change(placed);
    }

    private JsonNode get(String path) throws Exception {
        return json.readTree(Calls.call("GET", path).body());
    }

    @Test
    void aChangeThatIsEverywhere() throws Exception {
        routes(
                new RoutesView(
                        RoutesView.State.IN_PLACE,
                        DOMAIN,
                        "primary.herd.db.internal 10.0.0.2 -> 10.0.0.1",
                        CHANGED,
                        OptionalLong.of(31_500),
                        ""));
        assertEquals(
                json.readTree(
                        """
                        {"domain":"herd.db.internal","state":"in place",
                         "last_change":"primary.herd.db.internal 10.0.0.2 -> 10.0.0.1",
                         "last_change_at":"2026-01-02T03:04:05Z","insync_seconds":31.5}"""),
                get("/cluster").get("routes"));
        assertEquals("eu-central-1a", get("/cluster").get("members").get(0).get("zone").asText());
        assertEquals("eu-central-1a", get("/patroni").get("zone").asText());
        told(
                Map.of(
                        "routes_in_place", 1.0,
                        "routes_changed_seconds", CHANGED / 1000.0,
                        "routes_insync_seconds", 31.5));
    }

    @Test
    void trouble() throws Exception {
        routes(
                new RoutesView(
                        RoutesView.State.FAILING,
                        Optional.empty(),
                        "",
                        0,
                        OptionalLong.empty(),
                        "throttled by Route53"));
        assertEquals(
                json.readTree("{\"state\":\"failing\",\"trouble\":\"throttled by Route53\"}"),
                get("/cluster").get("routes"));
        told(Map.of("routes_failing", 1.0));
    }

    @Test
    void withoutNamesThereIsNothingToShow() throws Exception {
        assertFalse(get("/cluster").has("routes"));
        assertFalse(get("/patroni").has("zone"));
        told(Map.of());
    }

    /** These, and 0 for all others. */
    private static void told(Map<String, Double> expected) throws Exception {
        var all = new TreeMap<String, Double>();
        for (String line : Calls.call("GET", "/metrics").body().lines().toList()) {
            if (line.startsWith("matriarch_routes_")) {
                all.put(
                        line.substring("matriarch_".length(), line.indexOf('{')),
                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)));
            }
        }
        assertEquals(5, all.size());
        all.values().removeIf(value -> value == 0);
        assertEquals(new TreeMap<>(expected), all);
    }
}
