package io.matriarch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Bidding;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerNews;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import io.matriarch.lease.StoreWrite;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a switchover or a failover would come to, whoever is asked. */
@QuarkusTest
@TestProfile(ApiProfile.class)
final class RequestTrialTest {
    @Inject FakeAgent agent;

    private final List<String> requested = new ArrayList<>();

    @BeforeEach
    void reset() {
        agent.reset();
        agent.onRequest =
                r -> {
                    requested.add(r.id());
                    return new StoreWrite.Unknown("the test wants none");
                };
    }

    private static PeerReport unfit(NodeName name, Bidding bidding, boolean streaming) {
        PeerReport fit = Herd.report(name.value(), false);
        return new PeerReport(
                name,
                false,
                false,
                fit.epoch(),
                bidding == Bidding.NONE,
                fit.timeline(),
                fit.position(),
                streaming,
                false,
                1,
                false,
                false,
                new PeerNews("", Optional.of(Herd.N1), false, bidding));
    }

    private void silent(NodeName name) {
        agent.change(s -> Herd.withPeer(s, name, new Reading.Missing<>("refused")));
    }

    private void trial(String path, String body, int status, String... lines) throws Exception {
        var answer = Calls.post(path, body.replace("}", ",\"dry_run\":true}"));
        assertEquals(String.join("\n", lines), answer.body());
        assertEquals(status, answer.statusCode());
        assertTrue(requested.isEmpty());
    }

    /** n2 answers, and is itself the one to hand over to. */
    @Test
    void theReplicaThatIsAskedCountsItself() throws Exception {
        agent.follow(Herd.standby(Herd.standby(0, true), List.of(), 0));
        agent.report = Herd.report("n2", false);
        silent(Herd.N3);
        trial(
                "/switchover",
                "{\"leader\":\"n1\"}",
                200,
                "n1 would hand over to n2: it is fit, and none is further",
                "not n3: it does not answer: refused");
    }

    @Test
    void withoutAnyFitMemberItIsRefusedAtOnce() throws Exception {
        silent(Herd.N3);
        agent.change(
                s -> Herd.withPeer(s, Herd.N2, Herd.seen(unfit(Herd.N2, Bidding.NONE, false))));
        String none =
                "no good candidates have been found: not n2: it is not streaming; not n3: it does not answer: refused";
        trial("/switchover", "{\"leader\":\"n1\"}", 412, none);
        var real = Calls.post("/switchover", "{\"leader\":\"n1\"}");
        assertEquals(412, real.statusCode());
        assertEquals(none, real.body());
        assertTrue(requested.isEmpty());
        // By then another member may be fit.
        assertEquals(
                202,
                Calls.post(
                                "/switchover",
                                "{\"leader\":\"n1\",\"scheduled_at\":\"2099-01-01T00:00:00Z\"}")
                        .statusCode());
    }

    @Test
    void aForcedFailoverIsAnotherQuestionThanASwitchover() throws Exception {
        agent.change(
                s -> Herd.withPeer(s, Herd.N2, Herd.seen(unfit(Herd.N2, Bidding.FORCED, true))));
        String body = "{\"candidate\":\"n2\"}";
        trial("/failover", body, 412, "candidate n2: it may not lead; it says: I follow n1");
        trial(
                "/failover",
                "{\"candidate\":\"n2\",\"force\":true}",
                200,
                "n1 would hand over to n2: it is fit, and none is further",
                "not n3: another one is asked for");
    }

    @Test
    void aLeaderThatDoesNotAnswerHandsNothingOver() throws Exception {
        agent.follow(Herd.standby(Herd.standby(0, true), List.of(), 0));
        agent.report = Herd.report("n2", false);
        silent(Herd.N1);
        trial(
                "/switchover",
                "{\"leader\":\"n1\"}",
                200,
                "nothing would change before n1 leads again, which does not answer: refused; failover names who shall lead instead");
        trial(
                "/failover",
                "{\"candidate\":\"n2\"}",
                200,
                "n2 would take the lease and promote when the lease of n1 ends, a ttl of 6 s after its last renewal; it does not answer: refused; it lacks 800 bytes of what that one had");
    }

    /** Two of n2, n3 and n4 have each write; n3 alone sees too few of them. */
    @Test
    void withAQuorumTheOthersVote() throws Exception {
        var lease = Herd.lease(Herd.N1, 3, List.of(Herd.N2, Herd.N3), 1);
        agent.follow(
                Herd.snapshot(
                        Herd.N2,
                        Herd.standby(1000, true),
                        Herd.view(lease, Optional.empty()),
                        false,
                        "I follow n1"));
        agent.report = Herd.report("n2", false);
        silent(Herd.N1);
        silent(Herd.N3);
        trial(
                "/failover",
                "{\"candidate\":\"n2\"}",
                200,
                "n2 would not lead: commits waited for some of n2, n3, and 1 of the 2 members that it needs are at or behind its position");
        trial(
                "/failover",
                "{\"candidate\":\"n2\",\"force\":true}",
                200,
                "n2 would take the lease and promote when the lease of n1 ends, a ttl of 6 s after its last renewal; it does not answer: refused; it lacks 800 bytes of what that one had");
    }
}
