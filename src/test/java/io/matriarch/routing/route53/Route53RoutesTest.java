package io.matriarch.routing.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.routing.RoutePlan;
import io.matriarch.routing.Routed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The records follow the plan, and nobody overwrites what a later leader wrote (S13). */
final class Route53RoutesTest {

    private static final Moment LATER = new Moment(1_000);

    private final StrictZone zone = new StrictZone();
    private final Route53Routes routes =
            new Route53Routes(zone, "shop", "db.internal", () -> new Moment(0));

    private static RoutePlan plan(long epoch, String leader, String... replicas) {
        return new RoutePlan(
                epoch,
                new NodeName(leader),
                Map.of(new NodeName("n1"), "10.0.0.1", new NodeName("n2"), "10.0.0.2"),
                Set.copyOf(List.of(replicas).stream().map(NodeName::new).toList()));
    }

    @Test
    void writesAllNamesOnceAndThenRests() {
        assertEquals(
                new Routed.Spreading(
                        "primary.shop.db.internal 10.0.0.1, replica.shop.db.internal 10.0.0.2,"
                                + " n1.shop.db.internal 10.0.0.1, n2.shop.db.internal 10.0.0.2"),
                routes.point(plan(1, "n1", "n2"), LATER));
        assertEquals(
                List.of(
                        "n1.shop.db.internal. A [10.0.0.1]",
                        "n2.shop.db.internal. A [10.0.0.2]",
                        "primary.shop.db.internal. A [10.0.0.1]",
                        "primary.shop.db.internal. TXT [\"epoch=1 leader=n1\"]",
                        "replica.shop.db.internal. A [10.0.0.2]"),
                zone.shown());
        assertEquals(new Routed.Spreading(""), routes.point(plan(1, "n1", "n2"), LATER));
        zone.inSync();
        assertEquals(new Routed.InPlace(), routes.point(plan(1, "n1", "n2"), LATER));
        assertEquals(1, zone.batches);
    }

    @Test
    void withoutAReplicaItsNameIsTheLeaders() {
        Routed unused = routes.point(plan(1, "n1"), LATER);
        assertEquals(
                true,
                zone.shown().contains("replica.shop.db.internal. A [10.0.0.1]"),
                unused::toString);
    }

    @Test
    void aNewLeaderTakesThemOver() {
        Routed first = routes.point(plan(1, "n1", "n2"), LATER);
        assertInstanceOf(Routed.Spreading.class, first);
        assertEquals(
                new Routed.Spreading(
                        "primary.shop.db.internal 10.0.0.1 -> 10.0.0.2, replica.shop.db.internal"
                                + " 10.0.0.2 -> 10.0.0.1"),
                routes.point(plan(2, "n2", "n1"), LATER));
        assertEquals(new Routed.Superseded(2), routes.point(plan(1, "n1", "n2"), LATER));
    }

    /** The former leader has read; then the new one writes; then the former one's change comes. */
    @Test
    void aLateChangeOfAFormerLeaderFails() {
        Routed first = routes.point(plan(1, "n1", "n2"), LATER);
        assertInstanceOf(Routed.Spreading.class, first);
        Route53Routes successor =
                new Route53Routes(zone, "shop", "db.internal", () -> new Moment(0));
        zone.beforeChange =
                () -> {
                    zone.beforeChange = () -> {};
                    assertInstanceOf(Routed.Spreading.class, successor.point(plan(2, "n2"), LATER));
                };
        // The replicas' record is still the one that it read: but for the fence its change would
        // fit.
        assertEquals(
                new Routed.Failed(
                        "somebody else changed the records meanwhile; reading them again"),
                routes.point(plan(1, "n1"), LATER));
        assertEquals(true, zone.shown().contains("primary.shop.db.internal. A [10.0.0.2]"));
    }

    @Test
    void nothingIsSentAfterTheLease() {
        assertEquals(
                new Routed.Failed("the lease ended before the routes could be written"),
                routes.point(plan(1, "n1"), new Moment(0)));
        assertEquals(0, zone.batches);
    }

    @Test
    void repairsWhatSomebodyChangedAndRemovesWhoIsGone() {
        Routed first = routes.point(plan(1, "n1", "n2"), LATER);
        assertInstanceOf(Routed.Spreading.class, first);
        zone.put(new ZoneRecord("n9.shop.db.internal.", "A", 5, Set.of("10.0.0.9")));
        zone.put(new ZoneRecord("www.db.internal.", "A", 5, Set.of("10.0.0.80")));
        zone.pageSize(2);
        assertEquals(
                new Routed.Spreading("n9.shop.db.internal removed"),
                routes.point(plan(1, "n1", "n2"), LATER));
        assertEquals(true, zone.shown().contains("www.db.internal. A [10.0.0.80]"));
    }

    @Test
    void throttlingIsOneLine() {
        zone.throttle(true);
        assertEquals(new Routed.Failed("throttled by Route53"), routes.point(plan(1, "n1"), LATER));
        zone.throttle(false);
        assertInstanceOf(Routed.Spreading.class, routes.point(plan(1, "n1"), LATER));
    }

    @Test
    void aZoneThatIsNotThereIsNamed() {
        var elsewhere = new Route53Routes(zone, "shop", "nowhere.internal", () -> new Moment(0));
        assertEquals(
                new Routed.Failed(
                        "routing.zone nowhere.internal: there is no hosted zone of that name; the id"
                                + " of the right one will do"),
                elsewhere.point(plan(1, "n1"), LATER));
    }

    @Test
    void aHostNameIsNoAddress() {
        RoutePlan named =
                new RoutePlan(
                        1,
                        new NodeName("n1"),
                        Map.of(new NodeName("n1"), "db1.internal"),
                        Set.of());
        assertEquals(
                new Routed.Failed(
                        "routes hold addresses, and a member advertises db1.internal: set its"
                                + " postgres.advertise to an address"),
                routes.point(named, LATER));
    }
}
