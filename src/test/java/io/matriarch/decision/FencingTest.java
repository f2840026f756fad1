package io.matriarch.decision;

import static io.matriarch.decision.Seen.N1;
import static io.matriarch.decision.Seen.N2;
import static io.matriarch.decision.Seen.N3;
import static io.matriarch.decision.Seen.SETTINGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.FenceMode;
import io.matriarch.cluster.Fenced;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PostgresJob;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The machine of a leader that vanished: who names it, who stops it, who waits. */
final class FencingTest {

    private static final NodeSettings BACKGROUND = SETTINGS.with(FenceMode.BACKGROUND);
    private static final NodeSettings REQUIRED = SETTINGS.with(FenceMode.REQUIRED);
    private static final Duration NOW = Duration.ZERO;

    private static LeaseView mine(NodeName... fence) {
        return Seen.lease(N1, "n1-2", 5).fencing(Set.of(fence));
    }

    private static Seen promoting(NodeName... fence) {
        return Seen.nothing()
                .holding(mine(fence), NOW)
                .standby(2, 5_000, null, false)
                .instance(N2, "i-2");
    }

    private static Decision decide(Seen seen, NodeSettings settings) {
        return Decider.decide(seen.now(), Memory.EMPTY, settings);
    }

    private static Set<NodeName> taken(LeaseView over, NodeSettings settings) {
        Seen seen =
                Seen.nothing().lease(over).standby(2, 5_000, N2, false).peer(N3, false, 2, 4_000);
        Memory watched = Seen.watched(over, Duration.ofSeconds(7));
        return Decider.decide(seen.now(), watched, settings).actions().stream()
                .filter(Action.Take.class::isInstance)
                .map(a -> ((Action.Take) a).next().fence())
                .findFirst()
                .orElseThrow();
    }

    private static List<Action.Fence> fences(Decision decision) {
        return decision.actions().stream()
                .filter(Action.Fence.class::isInstance)
                .map(Action.Fence.class::cast)
                .toList();
    }

    private static boolean promotes(Decision decision) {
        return decision.actions().contains(new Action.Run(new PostgresJob.Promote()));
    }

    @Test
    void whoTakesAnExpiredLeaseNamesItsHolder() {
        LeaseView expired = Seen.lease(N2, "n2-1", 4);
        assertEquals(Set.of(N2), taken(expired, BACKGROUND));
        assertEquals(Set.of(N2), taken(expired, REQUIRED));
        assertEquals(Set.of(), taken(expired, SETTINGS));
    }

    @Test
    void whoGaveTheLeaseBackIsNotNamed() {
        assertEquals(Set.of(), taken(Seen.released(Seen.lease(N2, "n2-1", 4)), REQUIRED));
    }

    @Test
    void whomALeaderCouldNotFenceTheNextOneMust() {
        LeaseView expired = Seen.lease(N2, "n2-1", 4).fencing(Set.of(N3));
        assertEquals(Set.of(N2, N3), taken(expired, REQUIRED));
    }

    @Test
    void nobodyNamesItself() {
        assertEquals(Set.of(N2), taken(Seen.lease(N2, "n2-1", 4).fencing(Set.of(N1)), REQUIRED));
    }

    @Test
    void inTheBackgroundThePromotionWaitsForNothing() {
        Decision decision = decide(promoting(N2), BACKGROUND);
        assertEquals(List.of(new Action.Fence(N2, "i-2")), fences(decision));
        assertTrue(promotes(decision));
    }

    @Test
    void whereRequiredThePromotionWaits() {
        Decision asks = decide(promoting(N2), REQUIRED);
        assertEquals(List.of(new Action.Fence(N2, "i-2")), fences(asks));
        assertEquals(
                "waiting until the machine of n2 (i-2) is off: fencing is required before the promotion",
                asks.because());
        assertEquals(false, promotes(asks));
        Decision waits = decide(promoting(N2).fence(N2, 5, new Fenced.Stopping()), REQUIRED);
        assertEquals(false, promotes(waits));
        assertEquals(List.of(), fences(waits));
    }

    @Test
    void aMachineThatIsOffHoldsUpNobody() {
        Decision decision = decide(promoting(N2).fence(N2, 5, new Fenced.Off("stopped")), REQUIRED);
        assertTrue(promotes(decision));
        assertEquals(List.of(), fences(decision));
    }

    @Test
    void whatWasHeardInAnEarlierEpochCountsForNothing() {
        Decision decision = decide(promoting(N2).fence(N2, 4, new Fenced.Off("stopped")), REQUIRED);
        assertEquals(false, promotes(decision));
        assertEquals(List.of(new Action.Fence(N2, "i-2")), fences(decision));
    }

    @Test
    void aRefusalSaysWhatAPersonMustDo() {
        Decision decision =
                decide(promoting(N2).fence(N2, 5, new Fenced.Failed("access denied")), REQUIRED);
        assertEquals(false, promotes(decision));
        assertEquals(
                "not promoting: fencing is required, and the machine of n2 (i-2) is not known to be"
                        + " off (access denied); stop it yourself, or overrule this with: matriarch"
                        + " failover --force n1",
                decision.because());
    }

    @Test
    void anInstanceThatNobodyKnowsIsAPersonsBusiness() {
        Decision decision = decide(promoting(N3), REQUIRED);
        assertEquals(List.of(), fences(decision));
        assertEquals(false, promotes(decision));
        assertTrue(decision.because().contains("the store does not say which instance it is"));
    }

    @Test
    void aMemberCalledByItsInstanceNeedsNoEntry() {
        NodeName gone = new NodeName("i-0123456789abcdef0");
        assertEquals(
                List.of(new Action.Fence(gone, "i-0123456789abcdef0")),
                fences(decide(promoting(gone), REQUIRED)));
    }

    @Test
    void anOperatorsForceOverrulesIt() {
        OperatorRequest force =
                new OperatorRequest(
                        "r1", OperatorRequest.Kind.FORCED, Optional.empty(), Optional.of(N1));
        assertTrue(promotes(decide(promoting(N2).request(force), REQUIRED)));
        OperatorRequest other =
                new OperatorRequest(
                        "r1", OperatorRequest.Kind.FORCED, Optional.empty(), Optional.of(N3));
        Decision refused = decide(promoting(N2).request(other), REQUIRED);
        assertEquals(false, promotes(refused));
        assertTrue(
                refused.actions()
                        .contains(
                                new Action.EndRequest(
                                        other,
                                        "refused: n1 holds the lease, and waits for a machine to be off")));
    }

    @Test
    void noServerStartsAsAPrimaryEither() {
        Seen seen = Seen.nothing().holding(mine(N2), NOW).down("in production", 2, false);
        Decision decision = decide(seen, REQUIRED);
        assertTrue(decision.because().startsWith("not promoting: fencing is required"));
        assertTrue(decision.actions().stream().noneMatch(a -> a instanceof Action.Run));
    }

    @Test
    void whoAnswersAsAFollowerIsLeftAlone() {
        Seen answers = promoting(N2).peer(N2, false, 2, 5_000);
        assertEquals(List.of(), fences(decide(answers, BACKGROUND)));
        // Where it is required, its own word is not enough.
        assertEquals(1, fences(decide(answers, REQUIRED)).size());
    }

    @Test
    void oneIsAskedAtATime() {
        assertEquals(List.of(), fences(decide(promoting(N2).fencing(), BACKGROUND)));
    }

    @Test
    void aRenewalForgetsWhoIsOff() {
        Seen seen =
                Seen.nothing()
                        .holding(mine(N2, N3), Duration.ofSeconds(2))
                        .primary(2, true)
                        .fence(N2, 5, new Fenced.Off("terminated"));
        LeaseView next =
                decide(seen, BACKGROUND).actions().stream()
                        .filter(Action.Renew.class::isInstance)
                        .map(a -> ((Action.Renew) a).next())
                        .findFirst()
                        .orElseThrow();
        assertEquals(Set.of(N3), next.fence());
    }

    @Test
    void aLeaderSaysWhatItCannotStop() {
        Seen seen =
                Seen.nothing()
                        .holding(mine(N2), NOW)
                        .primary(2, true)
                        .instance(N2, "i-2")
                        .fence(N2, 5, new Fenced.Failed("throttled by EC2"));
        String said = Fencing.words(seen.now(), BACKGROUND, held(seen));
        assertEquals("; the machine of n2 (i-2) is not known to be off: throttled by EC2", said);
    }

    private static io.matriarch.cluster.Tenure.Held held(Seen seen) {
        return (io.matriarch.cluster.Tenure.Held) seen.now().tenure();
    }
}
