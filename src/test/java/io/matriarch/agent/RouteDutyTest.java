package io.matriarch.agent;

import static io.matriarch.agent.Sight.N1;
import static io.matriarch.agent.Sight.N2;
import static io.matriarch.agent.Sight.N3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Domain;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.RoutesView;
import io.matriarch.cluster.Tags;
import io.matriarch.routing.Arrival;
import io.matriarch.routing.RoutePlan;
import io.matriarch.routing.Routed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The leader compares the routes each few seconds, and shows how they fare. */
final class RouteDutyTest {

    private static final Domain DOMAIN = new Domain("shop.db.internal");
    private static final long WALL = 1_700_000_000_000L;

    private final List<Effect> started = new ArrayList<>();
    private final Lines lines = new Lines();
    private final RouteDuty duty = new RouteDuty(started::add, lines);
    private Sight sight = Sight.of(N1);

    private static Moment at(double seconds) {
        return new Moment(1_000_000_000_000L).plus(Duration.ofMillis((long) (seconds * 1000)));
    }

    /** What was started at that moment. */
    private List<Effect> step(double seconds) {
        started.clear();
        Optional<Moment> _ = duty.schedule(sight.at(at(seconds)), at(seconds));
        return List.copyOf(started);
    }

    private RoutePlan planned(double seconds) {
        return step(seconds).stream()
                .filter(Effect.Route.class::isInstance)
                .map(e -> ((Effect.Route) e).plan())
                .findFirst()
                .orElseThrow();
    }

    private void ended(Routed outcome, double seconds) {
        duty.ended(outcome, at(seconds), WALL);
    }

    private static boolean compares(List<Effect> effects) {
        return effects.stream().anyMatch(Effect.Route.class::isInstance);
    }

    private static boolean looks(List<Effect> effects) {
        return effects.stream().anyMatch(Effect.SeeRoutes.class::isInstance);
    }

    @Test
    void comparesAtOnceAndThenEachFiveSeconds() {
        assertTrue(compares(step(0)));
        assertEquals(List.of(), step(1), "one round at a time");
        ended(new Routed.InPlace(DOMAIN), 1);
        assertEquals(List.of(), step(4.9));
        assertTrue(compares(step(5)));
        ended(new Routed.InPlace(DOMAIN), 5.1);
        assertEquals(List.of(), lines.all, "what is in place is no news");
        assertEquals(RoutesView.State.IN_PLACE, duty.view().state());
    }

    @Test
    void pointsToWhoStreamsAndStays() {
        sight.member(N2, "i-2")
                .streams(N2)
                .member(N3, "i-3", "", Tags.of(Map.of("noloadbalance", "true")));
        sight.streams(N3);
        assertEquals(
                new RoutePlan(
                        4, N1, Map.of(N1, "10.0.0.1", N2, "10.0.0.2", N3, "10.0.0.3"), Set.of(N2)),
                planned(0));
        ended(new Routed.InPlace(DOMAIN), 0.1);
        sight.member(N2, "i-2", "a spot interruption", Tags.NONE);
        assertEquals(List.of(), step(0.5));
        assertEquals(Set.of(), planned(1.0).replicas(), "news wait a second, not five");
    }

    @Test
    void aChangeIsFollowedUntilItIsEverywhere() {
        assertTrue(compares(step(0)));
        ended(new Routed.Written(DOMAIN, "primary.shop.db.internal 10.0.0.1"), 0.3);
        assertEquals(List.of(), step(1));
        assertTrue(looks(step(2.3)));
        assertEquals(RoutesView.State.SPREADING, duty.view().state());
        duty.arrived(new Arrival.Underway(), at(2.4));
        assertTrue(looks(step(4.3)));
        duty.arrived(new Arrival.Everywhere(), at(4.3));
        assertEquals(
                new RoutesView(
                        RoutesView.State.IN_PLACE,
                        Optional.of(DOMAIN),
                        "primary.shop.db.internal 10.0.0.1",
                        WALL,
                        OptionalLong.of(4000),
                        ""),
                duty.view());
        assertEquals(
                List.of(
                        "routes written: primary.shop.db.internal 10.0.0.1",
                        "routes are the same everywhere, 4.0 s after they were written"),
                lines.all);
        assertEquals(false, looks(step(60)));
    }

    /** The answer is about a change that the newest has overtaken. */
    @Test
    void anOlderChangeIsNotTakenForTheNewest() {
        assertTrue(compares(step(0)));
        ended(new Routed.Written(DOMAIN, "first"), 0);
        assertTrue(looks(step(2)));
        assertTrue(compares(step(5)));
        ended(new Routed.Written(DOMAIN, "second"), 5.1);
        duty.arrived(new Arrival.Everywhere(), at(5.2));
        assertEquals(RoutesView.State.SPREADING, duty.view().state());
    }

    @Test
    void whoMayNotSeeItArriveComparesAllTheSame() {
        assertTrue(compares(step(0)));
        ended(new Routed.Written(DOMAIN, "first"), 0);
        assertTrue(looks(step(2)));
        duty.arrived(new Arrival.Unknown("access denied: this needs route53:GetChange"), at(2));
        assertEquals("access denied: this needs route53:GetChange", duty.view().trouble());
        assertEquals(RoutesView.State.SPREADING, duty.view().state());
        assertTrue(compares(step(5)), "no round has failed");
        ended(new Routed.InPlace(DOMAIN), 5.1);
        duty.arrived(new Arrival.Unknown("access denied: this needs route53:GetChange"), at(5.2));
        assertEquals(
                1, lines.all.stream().filter(l -> l.startsWith("warning: ")).count(), "said once");
        for (double s = 6; s < 1_000; s++) {
            if (looks(step(s))) {
                duty.arrived(new Arrival.Unknown("access denied"), at(s));
            } else if (compares(started)) {
                ended(new Routed.InPlace(DOMAIN), s);
            }
        }
        assertEquals(RoutesView.State.IN_PLACE, duty.view().state(), "not for ever");
    }

    @Test
    void aFailureIsSaidOnceAndPausesGrowAndScatter() {
        List<Double> mine = pauses(N1);
        List<Double> theirs = pauses(N2);
        assertNotEquals(mine, theirs, "who was throttled together comes again apart");
        for (List<Double> pauses : List.of(mine, theirs)) {
            for (int i = 0; i < pauses.size(); i++) {
                double middle = Math.min(40, 5 * Math.pow(2, i));
                assertTrue(
                        pauses.get(i) >= middle / 2 - 0.1 && pauses.get(i) <= middle * 1.5 + 0.1,
                        pauses.toString());
            }
        }
    }

    private List<Double> pauses(NodeName leader) {
        var warned = new Lines();
        var other = new RouteDuty(started::add, warned);
        List<Double> pauses = new ArrayList<>();
        double last = 0;
        for (double s = 0; pauses.size() < 6; s += 0.1) {
            started.clear();
            Optional<Moment> _ = other.schedule(Sight.of(leader).at(at(s)), at(s));
            if (compares(started)) {
                if (s > 0) {
                    pauses.add(s - last);
                }
                last = s;
                other.ended(new Routed.Failed("throttled by Route53"), at(s), WALL);
            }
        }
        assertEquals(
                List.of("warning: the routes are not as they should be: throttled by Route53"),
                warned.all);
        assertEquals(RoutesView.State.FAILING, other.view().state());
        assertEquals("throttled by Route53", other.view().trouble());
        return pauses;
    }

    @Test
    void aNewLeaseNeverWaits() {
        assertTrue(compares(step(0)));
        ended(new Routed.Failed("throttled by Route53"), 0.1);
        sight = Sight.of(N1).epoch(6);
        assertTrue(compares(step(0.2)));
    }

    @Test
    void whoDoesNotLeadKeepsNothingAndShowsTheDomainAlone() {
        assertTrue(compares(step(0)));
        ended(new Routed.Written(DOMAIN, "first"), 0);
        sight = Sight.of(N1).follows();
        assertEquals(List.of(), step(10));
        ended(new Routed.Failed("somebody else changed the records meanwhile"), 10);
        assertEquals(RoutesView.notMine(Optional.of(DOMAIN)), duty.view());
        assertEquals(List.of("routes written: first"), lines.all);
    }

    @Test
    void withoutAZoneNothingIsAsked() {
        assertTrue(compares(step(0)));
        ended(new Routed.Off(), 0);
        assertEquals(List.of(), step(100));
        assertEquals(RoutesView.NONE, duty.view());
    }
}
