package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.Reading;
import io.matriarch.lease.StoreWrite;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ApiProfile.class)
final class OperatorResourceTest {
    @Inject FakeAgent agent;

    @BeforeEach
    void reset() {
        agent.reset();
    }

    @Test
    void needsTheToken() throws Exception {
        var body = HttpRequest.BodyPublishers.ofString("{\"leader\":\"n1\"}");
        var none = Calls.send(Calls.request("/switchover").POST(body));
        assertEquals(401, none.statusCode());
        assertTrue(none.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"));
        var wrong =
                Calls.send(
                        Calls.request("/failover").header("Authorization", "Bearer x").POST(body));
        assertEquals(401, wrong.statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/switchover | {x | the body is no JSON: see line 1, column 2",
                "/switchover | [] | the body must be a JSON object",
                "/switchover | {} | a switchover needs \"leader\", who leads now",
                "/switchover | {\"leader\":7} | \"leader\" must be a member's name",
                "/switchover | {\"leader\":\"n1\",\"to\":\"n2\"} | \"to\" is no field here: \"leader\" and"
                        + " \"candidate\" are",
                "/failover | {\"candidate\":\"n2\",\"force\":1} | \"force\" is true or false, and only for"
                        + " a failover",
                "/switchover | {\"leader\":\"n1\",\"force\":true} | \"force\" is true or false, and only"
                        + " for a failover",
                "/failover | {\"candidate\":\"n2\",\"scheduled_at\":\"2030-01-01T00:00:00Z\"} | a failover cannot be scheduled: \"scheduled_at\" is for switchovers",
                "/switchover | {\"leader\":\"n1\",\"scheduled_at\":\"2030-01-01T00:00:00\"} | \"scheduled_at\" 2030-01-01T00:00:00 needs its zone, such as 2030-01-01T00:00:00Z or 2030-01-01T00:00:00+01:00",
                "/restart | {\"schedule\":\"2030-01-01T00:00\"} | \"schedule\" 2030-01-01T00:00 needs its zone, such as 2030-01-01T00:00Z or 2030-01-01T00:00+01:00",
                "/restart | {\"role\":\"boss\"} | \"role\" must be primary, standby_leader or replica",
                "/restart | {\"timeout\":0} | \"timeout\" must be whole seconds, 1 to 86400",
                "/restart | {\"now\":1} | \"now\" is no field here: \"schedule\", \"role\", \"postgres_version\", \"timeout\" and \"restart_pending\" are",
                "/reload | {\"dry_run\":1} | \"dry_run\" is true or false",
                "/switchover | {\"leader\":\"n1\",\"dry_run\":\"yes\"} | \"dry_run\" is true or false",
                "/reinitialize | {\"force\":1} | \"force\" is true or false",
                "/reinitialize | {\"from\":7} | \"from\" must be a member's name",
                "/failover | {\"leader\":\"n1\"} | a failover needs \"candidate\", who shall lead",
            })
    void wrongBody(String path, String body, String line) throws Exception {
        var answer = Calls.post(path, body);
        assertEquals(400, answer.statusCode());
        assertEquals(line, answer.body());
        assertEquals(List.of(), agent.plans);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/switchover | {\"leader\":\"n2\"} | leader name does not match: n1 leads",
                "/switchover | {\"leader\":\"n1\",\"candidate\":\"n1\"} | n1 leads already",
                "/switchover | {\"leader\":\"n1\",\"candidate\":\"n9\"} | candidate n9 does not exist",
                "/failover | {\"candidate\":\"n1\"} | n1 leads already",
                "/failover | {\"candidate\":\"n3\"} | candidate n3 does not answer: refused",
            })
    void preconditions(String path, String body, String line) throws Exception {
        agent.change(s -> Herd.withPeer(s, Herd.N3, new Reading.Missing<>("refused")));
        var answer = Calls.post(path, body);
        assertEquals(412, answer.statusCode());
        assertEquals(line, answer.body());
    }

    @Test
    void switchover() throws Exception {
        var asked = new AtomicReference<OperatorRequest>();
        agent.onRequest =
                request -> {
                    asked.set(request);
                    Thread.startVirtualThread(() -> play(request, Herd.N2));
                    return new StoreWrite.Written();
                };
        var answer = Calls.post("/switchover", "{\"leader\":\"n1\",\"candidate\":\"n2\"}");
        assertEquals("Successfully switched over to \"n2\"", answer.body());
        assertEquals(200, answer.statusCode());
        assertEquals(OperatorRequest.Kind.SWITCHOVER, asked.get().kind());
        assertEquals(Optional.of(Herd.N2), asked.get().to());
    }

    @Test
    void anotherMemberWon() throws Exception {
        agent.onRequest =
                request -> {
                    Thread.startVirtualThread(() -> play(request, Herd.N3));
                    return new StoreWrite.Written();
                };
        var answer = Calls.post("/failover", "{\"candidate\":\"n2\"}");
        assertEquals(200, answer.statusCode());
        assertEquals("Failed over to \"n3\" instead of \"n2\"", answer.body());
    }

    @Test
    void onlyByForceDoesOneLeadThatMayLackWrites() throws Exception {
        agent.change(
                s ->
                        Herd.withStore(
                                s,
                                Optional.of(
                                        Herd.view(
                                                Herd.lease(Herd.N1, 3, List.of(Herd.N2), 1),
                                                Optional.empty())),
                                1));
        var asked = new AtomicReference<OperatorRequest>();
        agent.onRequest =
                request -> {
                    asked.set(request);
                    return new StoreWrite.Unknown("enough");
                };
        var refused = Calls.post("/failover", "{\"candidate\":\"n3\"}");
        assertEquals(412, refused.statusCode());
        assertEquals(
                "candidate n3 is not in the sync set: only n2 has all that was acknowledged; a forced"
                        + " failover may lose writes",
                refused.body());
        assertEquals(
                503, Calls.post("/failover", "{\"candidate\":\"n3\",\"force\":true}").statusCode());
        assertEquals(OperatorRequest.Kind.FORCED, asked.get().kind());
    }

    /** The request stands in the store, then the lease moves, then the new leader takes writes. */
    private void play(OperatorRequest request, NodeName heir) {
        try {
            show(Herd.N1, 3, Optional.of(request), 1);
            Thread.sleep(100);
            show(Herd.N1, 3, Optional.empty(), 2);
            Thread.sleep(100);
            show(heir, 4, Optional.empty(), 3);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(
            NodeName holder, long epoch, Optional<OperatorRequest> request, long seenMillis) {
        agent.change(
                s ->
                        Herd.withStore(
                                s,
                                Optional.of(
                                        Herd.view(
                                                Herd.lease(holder, epoch, List.of(), 0), request)),
                                seenMillis));
    }

    @Test
    void theLeaderRefused() throws Exception {
        agent.onRequest =
                _ -> {
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    for (int i = 1; i < 4; i++) {
                                        show(Herd.N1, 3, Optional.empty(), i);
                                        Thread.sleep(60);
                                    }
                                } catch (InterruptedException _) {
                                    Thread.currentThread().interrupt();
                                }
                            });
                    return new StoreWrite.Written();
                };
        var answer = Calls.post("/switchover", "{\"leader\":\"n1\"}");
        assertEquals(503, answer.statusCode());
        assertEquals("Switchover failed, n1 still leads: I lead", answer.body());
    }

    @Test
    void storeIsOutOfReach() throws Exception {
        agent.onRequest = _ -> new StoreWrite.Unknown("timed out");
        var answer = Calls.post("/switchover", "{\"leader\":\"n1\"}");
        assertEquals(503, answer.statusCode());
        agent.onRequest = _ -> new StoreWrite.Conflict("a failover is open");
        assertEquals(412, Calls.post("/switchover", "{\"leader\":\"n1\"}").statusCode());
        agent.change(s -> Herd.withStore(s, Optional.empty(), 0));
        assertEquals(503, Calls.post("/switchover", "{\"leader\":\"n1\"}").statusCode());
    }
}
