package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Pause;
import io.matriarch.lease.StoreWrite;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApiProfile.class)
final class PauseResourceTest {
    @Inject FakeAgent agent;

    private final List<Optional<Pause>> told = new ArrayList<>();

    @BeforeEach
    void reset() {
        agent.reset();
        agent.onPause =
                pause -> {
                    told.add(pause);
                    return new StoreWrite.Written();
                };
    }

    private static HttpResponse<String> delete() throws Exception {
        return Calls.send(
                Calls.request("/pause")
                        .header("Authorization", "Bearer " + ApiProfile.TOKEN)
                        .DELETE());
    }

    @Test
    void saysWhoAndWhy() throws Exception {
        var answer = Calls.post("/pause", "{\"by\":\"ann\",\"reason\":\"a new kernel\"}");
        Pause pause = told.getFirst().orElseThrow();
        assertEquals(200, answer.statusCode());
        assertEquals(
                "the cluster is paused since " + pause.since() + " by ann (a new kernel)",
                answer.body());
        assertEquals(200, Calls.post("/pause", "").statusCode());
        assertEquals("a call of the API", told.getLast().orElseThrow().by());
    }

    @Test
    void goesOn() throws Exception {
        assertEquals("the cluster goes on", delete().body());
        assertEquals(List.of(Optional.empty()), told);
        agent.onPause = _ -> new StoreWrite.Conflict("the cluster is not paused");
        assertEquals(404, delete().statusCode());
        assertEquals("the cluster is not paused", delete().body());
    }

    @Test
    void refusesWhatItCannotDo() throws Exception {
        agent.onPause = _ -> new StoreWrite.Conflict("the cluster is already paused");
        assertEquals(409, Calls.post("/pause", "").statusCode());
        agent.onPause = _ -> new StoreWrite.Unknown("no answer in time");
        var unknown = Calls.post("/pause", "");
        assertEquals(503, unknown.statusCode());
        assertEquals("nobody knows whether it was written: no answer in time", unknown.body());
        var field = Calls.post("/pause", "{\"until\":\"noon\"}");
        assertEquals(400, field.statusCode());
        assertEquals("\"until\" is no field here: \"by\" and \"reason\" are", field.body());
        assertEquals(400, Calls.post("/pause", "{\"by\":7}").statusCode());
    }

    @Test
    void aTrialChangesNothing() throws Exception {
        var would = Calls.post("/pause", "{\"by\":\"ann\",\"dry_run\":true}");
        assertEquals(200, would.statusCode());
        assertTrue(would.body().startsWith("the cluster would be paused since "), would.body());
        assertEquals(404, Calls.delete("/pause?dry-run=true").statusCode());
        agent.change(s -> Herd.paused(s, new Pause("2026-01-02T03:04:05Z", "ann", "")));
        assertEquals(409, Calls.post("/pause", "{\"dry_run\":true}").statusCode());
        assertEquals(
                "the cluster would go on; it is paused since 2026-01-02T03:04:05Z by ann",
                Calls.delete("/pause?dry-run=true").body());
        assertEquals(List.of(), told);
    }

    @Test
    void needsTheToken() throws Exception {
        var body = HttpRequest.BodyPublishers.ofString("");
        assertEquals(401, Calls.send(Calls.request("/pause").POST(body)).statusCode());
        assertEquals(401, Calls.send(Calls.request("/pause").DELETE()).statusCode());
        assertEquals(List.of(), told);
    }

    @Test
    void isShown() throws Exception {
        var pause = new Pause("2026-01-02T03:04:05.678Z", "ann", "");
        agent.change(s -> Herd.paused(s, pause));
        String cluster = Calls.call("GET", "/cluster").body();
        assertTrue(cluster.contains("\"pause\":true"), cluster);
        assertTrue(
                cluster.contains(
                        "\"paused\":{\"since\":\"2026-01-02T03:04:05.678Z\",\"by\":\"ann\"}"),
                cluster);
        assertTrue(Calls.call("GET", "/patroni").body().contains("\"pause\":true"));
        String metrics = Calls.call("GET", "/metrics").body();
        assertTrue(metrics.contains("patroni_is_paused{name=\"n1\",scope=\"herd\"} 1"), metrics);
        var nameless = Calls.post("/switchover", "{\"leader\":\"n1\"}");
        assertEquals(400, nameless.statusCode());
        assertEquals(
                "the cluster is paused since 2026-01-02T03:04:05.678Z by ann, and nothing that is"
                        + " planned begins in a pause: resume it first",
                Calls.post(
                                "/switchover",
                                "{\"leader\":\"n1\",\"candidate\":\"n2\",\"scheduled_at\":\"2999-01-01T00:00Z\"}")
                        .body());
        assertEquals(
                "the cluster is paused since 2026-01-02T03:04:05.678Z by ann: name the candidate",
                nameless.body());
    }
}
