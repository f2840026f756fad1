package io.matriarch.routing.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.Domain;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.routing.Arrival;
import io.matriarch.routing.RoutePlan;
import io.matriarch.routing.Routed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** The records follow the plan, and nobody overwrites what a later leader wrote (S13). */
final class Route53RoutesTest {

    private static final Moment LATER = new Moment(1_000);
    private static final Domain DOMAIN = new Domain("shop.db.internal");

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
                new Routed.Written(
                        DOMAIN,
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
        assertEquals(new Arrival.Underway(), routes.arrival());
        assertEquals(new Routed.InPlace(DOMAIN), routes.point(plan(1, "n1", "n2"), LATER));
        zone.inSync();
        assertEquals(new Arrival.Everywhere(), routes.arrival());
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
        assertInstanceOf(Routed.Written.class, first);
        assertEquals(
                new Routed.Written(
                        DOMAIN,
                        "primary.shop.db.internal 10.0.0.1 -> 10.0.0.2, replica.shop.db.internal"
                                + " 10.0.0.2 -> 10.0.0.1"),
                routes.point(plan(2, "n2", "n1"), LATER));
        assertEquals(new Routed.Superseded(2), routes.point(plan(1, "n1", "n2"), LATER));
    }

    /** As the load balancer's, where the zone is listed as moto does: without the last dot. */
    @ParameterizedTest
    @ValueSource(strings = {".", ""})
    void aNameThatOnlyBeginsAsTheClustersHidesNothing(String lastDot) {
        zone.lastDot = lastDot;
        stands("shop-lb");
        stands("shop2");
        assertInstanceOf(Routed.Written.class, routes.point(plan(1, "n1", "n2"), LATER));
        assertInstanceOf(Routed.Written.class, routes.point(plan(2, "n2", "n1"), LATER));
        assertEquals(new Routed.InPlace(DOMAIN), routes.point(plan(2, "n2", "n1"), LATER));
    }

    private void stands(String label) {
        ResourceRecordSet other =
                ResourceRecordSet.builder()
                        .name(label + ".db.internal.")
                        .type(RRType.A)
                        .ttl(5L)
                        .resourceRecords(v -> v.value("10.0.0.9"))
                        .build();
        Change made = Change.builder().action(ChangeAction.CREATE).resourceRecordSet(other).build();
        var _ =
                zone.changeResourceRecordSets(
                        r -> r.hostedZoneId("Z").changeBatch(b -> b.changes(made)));
    }

    /** The former leader has read; then the new one writes; then the former one's change comes. */
    @Test
    void aLateChangeOfAFormerLeaderFails() {
        Routed first = routes.point(plan(1, "n1", "n2"), LATER);
        assertInstanceOf(Routed.Written.class, first);
        Route53Routes successor =
                new Route53Routes(zone, "shop", "db.internal", () -> new Moment(0));
        zone.beforeChange =
                () -> {
                    zone.beforeChange = () -> {};
                    assertInstanceOf(Routed.Written.class, successor.point(plan(2, "n2"), LATER));
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
        assertInstanceOf(Routed.Written.class, first);
        zone.put(new ZoneRecord("n9.shop.db.internal.", "A", 5, Set.of("10.0.0.9")));
        zone.put(new ZoneRecord("www.db.internal.", "A", 5, Set.of("10.0.0.80")));
        zone.pageSize(2);
        assertEquals(
                new Routed.Written(DOMAIN, "n9.shop.db.internal removed"),
                routes.point(plan(1, "n1", "n2"), LATER));
        assertEquals(true, zone.shown().contains("www.db.internal. A [10.0.0.80]"));
    }

    @Test
    void throttlingIsOneLine() {
        zone.throttle(true);
        assertEquals(new Routed.Failed("throttled by Route53"), routes.point(plan(1, "n1"), LATER));
        zone.throttle(false);
        assertInstanceOf(Routed.Written.class, routes.point(plan(1, "n1"), LATER));
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

    /** An account may ask five times a second: what others keep in the zone costs no call. */
    @Test
    void theRecordsOfOtherClustersCostNothing() {
        assertInstanceOf(Routed.Written.class, routes.point(plan(1, "n1", "n2"), LATER));
        for (String other : List.of("a", "shop-2", "shopping", "zoo")) {
            for (int i = 0; i < 20; i++) {
                zone.put(
                        new ZoneRecord(
                                "m%d.%s.db.internal.".formatted(i, other),
                                "A",
                                5,
                                Set.of("10.1.0.1")));
            }
        }
        zone.pageSize(10);
        zone.lists = 0;
        assertEquals(new Routed.InPlace(DOMAIN), routes.point(plan(1, "n1", "n2"), LATER));
        assertEquals(1, zone.lists);
    }

    /** DNS knows no capitals, and Route53 answers in small letters. */
    @ParameterizedTest
    @CsvSource({"Shop, shop", "my_shop, my_shop", "Eu.Shop, eu.shop"})
    void aNameOfAClusterIsWrittenAsDnsHasIt(String cluster, String part) {
        var theirs = new Route53Routes(zone, cluster, "db.internal", () -> new Moment(0));
        assertInstanceOf(Routed.Written.class, theirs.point(plan(1, "n1", "n2"), LATER));
        assertTrue(zone.shown().contains("primary." + part + ".db.internal. A [10.0.0.1]"));
        assertEquals(
                new Routed.InPlace(new Domain(part + ".db.internal")),
                theirs.point(plan(1, "n1", "n2"), LATER));
        assertInstanceOf(Routed.Written.class, theirs.point(plan(2, "n2", "n1"), LATER));
        assertEquals(new Routed.Superseded(2), theirs.point(plan(1, "n1", "n2"), LATER));
    }

    /** What has one label more belongs to a cluster whose own name has a dot. */
    @Test
    void aClusterWhoseNameEndsLikeThisOneKeepsItsRecords() {
        var theirs = new Route53Routes(zone, "eu.shop", "db.internal", () -> new Moment(0));
        assertInstanceOf(Routed.Written.class, theirs.point(plan(1, "n1", "n2"), LATER));
        assertInstanceOf(Routed.Written.class, routes.point(plan(1, "n1", "n2"), LATER));
        assertInstanceOf(Routed.InPlace.class, theirs.point(plan(1, "n1", "n2"), LATER));
        assertInstanceOf(Routed.InPlace.class, routes.point(plan(1, "n1", "n2"), LATER));
    }

    @Test
    void whoMayNotSeeItArriveHasWrittenItAllTheSame() {
        zone.deny("GetChange");
        assertInstanceOf(Routed.Written.class, routes.point(plan(1, "n1"), LATER));
        assertEquals(
                new Arrival.Unknown("access denied: this needs route53:GetChange on change/*"),
                routes.arrival());
        assertInstanceOf(Routed.InPlace.class, routes.point(plan(1, "n1"), LATER));
    }

    @ParameterizedTest
    @CsvSource({
        "GetHostedZone, Z1, on zone Z1",
        "ListHostedZonesByName, db.internal, 'on *, or the zone''s id as routing.zone'",
        "ListResourceRecordSets, Z1, on zone Z1",
        "ChangeResourceRecordSets, Z1, on zone Z1",
    })
    void theVeryRightThatIsMissingIsNamed(String action, String named, String where) {
        zone.deny(action);
        var denied = new Route53Routes(zone, "shop", named, () -> new Moment(0));
        assertEquals(
                new Routed.Failed(
                        "access denied: this needs route53:%s %s".formatted(action, where)),
                denied.point(plan(1, "n1"), LATER));
    }

    /** A name lookup that hangs heeds no timeout of the SDK. */
    @Test
    void aCallThatHangsIsLeftBehind() throws Exception {
        var hang = new CountDownLatch(1);
        zone.beforeChange =
                () -> {
                    boolean interrupted = false;
                    while (hang.getCount() > 0) {
                        try {
                            hang.await();
                        } catch (InterruptedException _) {
                            interrupted = true;
                        }
                    }
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                };
        var bounded =
                new Route53Routes(
                        new ZoneCalls(zone, "Z1", Duration.ofMillis(1500)),
                        "shop",
                        () -> new Moment(0));
        try {
            assertEquals(
                    new Routed.Failed("no answer from Route53 within 1 s"),
                    bounded.point(plan(1, "n1"), LATER));
        } finally {
            hang.countDown();
        }
    }
}
