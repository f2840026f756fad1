package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.agent.OrderBoard;
import io.matriarch.cluster.OrderOutcome;
import io.matriarch.cluster.Plan;
import io.matriarch.lease.StoreWrite;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
                                                        Map.of(order.id(), outcome))));
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
                                s -> s.with(new OrderBoard(Optional.of(order), true, Map.of())));
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
    void aTrialSaysWhoWouldLeadAndChangesNothing() throws Exception {
        var answer = Calls.post("/switchover", "{\"leader\":\"n1\",\"dry_run\":true}");
        assertEquals(200, answer.statusCode());
        assertEquals(
                "n1 would hand over to n2: it is fit, and none is further\n"
                        + "not n3: the other one is ahead, has the higher priority, or comes first by name",
                answer.body());
    }
}
