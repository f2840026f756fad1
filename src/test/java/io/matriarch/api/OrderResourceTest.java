package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.matriarch.agent.OrderBoard;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Order;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.Plan;
import io.matriarch.cluster.Plans;
import io.matriarch.lease.StoreWrite;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApiProfile.class)
final class OrderResourceTest {
    @Inject FakeAgent agent;

    @BeforeEach
    void reset() {
        agent.reset();
    }

    private void answers(OrderOutcome outcome) {
        agent.onOrder =
                order ->
                        agent.change(
                                s ->
                                        s.with(
                                                new OrderBoard(
                                                        Optional.empty(),
                                                        false,
                                                        Map.of(order.id(), outcome),
                                                        Optional.of(
                                                                new OrderBoard.Ended(
                                                                        order, outcome)))));
    }

    @Test
    void aRestartEndsWithItsAnswer() throws Exception {
        answers(OrderOutcome.done("restarted successfully"));
        var done = Calls.post("/restart", "");
        assertEquals(200, done.statusCode());
        assertEquals("restarted successfully", done.body());
        answers(OrderOutcome.refused("restart conditions are not satisfied: it is the primary"));
        var refused = Calls.post("/restart", "{\"role\":\"replica\",\"timeout\":\"30s\"}");
        assertEquals(503, refused.statusCode());
        assertTrue(refused.body().startsWith("restart conditions are not satisfied"));
    }

    @Test
    void aReinitializationIsAnsweredWhenItHasBegun() throws Exception {
        agent.onOrder =
                order ->
                        agent.change(
                                s ->
                                        s.with(
                                                new OrderBoard(
                                                        Optional.of(order),
                                                        true,
                                                        Map.of(),
                                                        Optional.empty())));
        var begun = Calls.post("/reinitialize", "{\"from_leader\":true}");
        assertEquals(200, begun.statusCode());
        assertEquals("reinitialize started", begun.body());
        answers(OrderOutcome.refused("I am the leader"));
        assertEquals(503, Calls.post("/reinitialize", "").statusCode());
    }

    @Test
    void whatIsScheduledIsWrittenDown() throws Exception {
        String at = Instant.now().plusSeconds(3600).toString();
        var restart = Calls.post("/restart", "{\"schedule\":\"%s\"}".formatted(at));
        assertEquals(202, restart.statusCode());
        assertEquals("Restart scheduled at " + at, restart.body());
        assertTrue(agent.plans.getFirst() instanceof Plan.Restart);
        var switchover =
                Calls.post(
                        "/switchover", "{\"leader\":\"n1\",\"scheduled_at\":\"%s\"}".formatted(at));
        assertEquals(202, switchover.statusCode());
        agent.planned = new StoreWrite.Conflict("Another restart is already scheduled");
        assertEquals(
                409, Calls.post("/restart", "{\"schedule\":\"%s\"}".formatted(at)).statusCode());
    }

    @Test
    void aScheduleLiesAhead() throws Exception {
        assertEquals(
                422,
                Calls.post("/restart", "{\"schedule\":\"2020-01-01T00:00:00Z\"}").statusCode());
        assertEquals(422, Calls.post("/restart", "{\"schedule\":\"tomorrow\"}").statusCode());
        assertEquals(
                422,
                Calls.post(
                                "/switchover",
                                "{\"leader\":\"n1\",\"scheduled_at\":\"2020-01-01 00:00 +01:00\"}")
                        .statusCode());
    }

    @Test
    void aPlanCanBeDropped() throws Exception {
        assertEquals(200, Calls.delete("/restart").statusCode());
        agent.dropped = new StoreWrite.Conflict("no restarts are scheduled");
        var none = Calls.delete("/restart");
        assertEquals(404, none.statusCode());
        assertEquals("no restarts are scheduled", none.body());
        assertEquals(404, Calls.delete("/switchover").statusCode());
    }

    @Test
    void aReloadSaysWhatItDid() throws Exception {
        var answer = Calls.post("/reload", "");
        assertEquals(202, answer.statusCode());
        assertEquals("reloaded: a test", answer.body());
    }

    @Test
    void aTrialGivesNoOrder() throws Exception {
        agent.onOrder = _ -> agent.handovers.add(7L);
        agent.tried = order -> OrderOutcome.done("would do the " + order.words());
        var restart = Calls.post("/restart", "{\"dry_run\":true}");
        assertEquals(200, restart.statusCode());
        assertEquals("would do the restart", restart.body());
        assertEquals(
                "would do the reinitialization",
                Calls.post("/reinitialize", "{\"dry_run\":true,\"from\":\"n3\"}").body());
        agent.tried = _ -> OrderOutcome.refused("I am the leader");
        assertEquals(503, Calls.post("/reinitialize", "{\"dry_run\":true}").statusCode());
        assertEquals(400, Calls.post("/restart", "{\"dry_run\":1}").statusCode());
        String at = Instant.now().plusSeconds(3600).toString();
        var later = Calls.post("/restart", "{\"dry_run\":true,\"schedule\":\"%s\"}".formatted(at));
        assertEquals(
                "would be scheduled at %s; as things are now it would come to this:\nI am the leader"
                        .formatted(at),
                later.body());
        assertEquals(
                422,
                Calls.post("/restart", "{\"dry_run\":true,\"schedule\":\"2020-01-01T00:00Z\"}")
                        .statusCode());
        var reload = Calls.post("/reload", "{\"dry_run\":true}");
        assertEquals(200, reload.statusCode());
        assertEquals("would read a test", reload.body());
        assertEquals(404, Calls.delete("/restart?dry-run=true").statusCode());
        assertEquals(404, Calls.delete("/switchover?dry-run=true").statusCode());
        assertTrue(agent.handovers.isEmpty() && agent.plans.isEmpty());
    }

    @Test
    void whatIsScheduledWouldBeForgotten() throws Exception {
        String at = Instant.parse("2030-01-02T03:04:05Z").toString();
        var order =
                new Order.Restart("x", Order.RestartFilter.ALWAYS, java.time.Duration.ofSeconds(9));
        var plan = new Plan.Restart(Herd.N1, order, Instant.parse(at));
        agent.change(
                s ->
                        Herd.withStore(
                                s,
                                s.store()
                                        .map(
                                                v ->
                                                        new ClusterView(
                                                                v.lease(),
                                                                v.members(),
                                                                v.request(),
                                                                v.config(),
                                                                v.pause(),
                                                                new Plans(
                                                                        Optional.empty(),
                                                                        Map.of(Herd.N1, plan)))),
                                1));
        agent.dropped = new StoreWrite.Conflict("the test drops nothing");
        var would = Calls.delete("/restart?dry-run=true");
        assertEquals(200, would.statusCode());
        assertEquals("would forget the restart scheduled at " + at, would.body());
        agent.tried = _ -> OrderOutcome.done("would");
        var second =
                Calls.post(
                        "/restart",
                        "{\"dry_run\":true,\"schedule\":\"%s\"}"
                                .formatted(Instant.now().plusSeconds(60)));
        assertEquals(409, second.statusCode());
    }

    @Test
    void aStandbyLeaderIsARole() throws Exception {
        var given = new AtomicReference<Order>();
        agent.tried =
                order -> {
                    given.set(order);
                    return OrderOutcome.done("would");
                };
        for (String role : List.of("standby_leader", "standby-leader")) {
            assertEquals(
                    200,
                    Calls.post("/restart", "{\"dry_run\":true,\"role\":\"%s\"}".formatted(role))
                            .statusCode());
            assertEquals(
                    Optional.of(Order.Role.STANDBY_LEADER),
                    ((Order.Restart) given.get()).when().role());
        }
    }

    @Test
    void whatBecameOfTheNewestOrderIsShown() throws Exception {
        answers(OrderOutcome.failed("reinitialization failed: no space left on device"));
        assertEquals(503, Calls.post("/reinitialize", "").statusCode());
        JsonNode order = Calls.json("/patroni").path("order");
        assertFalse(order.has("doing"));
        assertEquals("failed", order.path("newest").path("end").asText());
        assertEquals("reinitialization", order.path("newest").path("what").asText());
        assertEquals(
                "reinitialization failed: no space left on device",
                order.path("newest").path("words").asText());
    }

    @Test
    void aTrialSaysWhoWouldLeadAndChangesNothing() throws Exception {
        var answer = Calls.post("/switchover", "{\"leader\":\"n1\",\"dry_run\":true}");
        assertEquals(200, answer.statusCode());
        assertEquals(
                "n1 would hand over to n2: it is fit, and none is further\n"
                        + "not n3: the other one is ahead, has the higher priority, or comes first by name",
                answer.body());
    }
}
