package io.matriarch.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainTest {

    @ParameterizedTest
    @CsvSource({"Shop, db.internal.", "shop, DB.internal"})
    void dnsKnowsNoCapitals(String cluster, String zone) {
        assertEquals("n1.shop.db.internal", Domain.of(cluster, zone).name("n1"));
    }

    @ParameterizedTest
    @CsvSource({
        "shop, true",
        "Shop_2, true",
        "eu.shop, true",
        "a..b, false",
        "shop-, false",
        "a.-b, false"
    })
    void someNamesHaveNoPlaceInDns(String cluster, boolean fits) {
        assertEquals(fits, Domain.fits(cluster));
    }

    /** A name that is another's would lead clients to the wrong server. */
    @Test
    void aLabelIsOneMembersAlone() {
        NodeName plain = new NodeName("n-1");
        NodeName other = new NodeName("n_1");
        NodeName primary = new NodeName("Primary");
        assertEquals(
                Map.of(plain, "n-1"),
                Domain.labels(List.of(other, primary, plain, new NodeName("replica"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0/5 of them"})
    void whatIsShownOfTheRoutesComesBackFromTheStore(String trouble) {
        var routes =
                new RoutesView(
                        RoutesView.State.SPREADING,
                        Optional.of(new Domain("shop.db.internal")),
                        "primary.shop.db.internal 10.0.0.1 -> 10.0.0.2",
                        1_700_000_000_000L,
                        OptionalLong.of(4_200),
                        trouble);
        assertEquals(routes, RoutesView.of(routes.texts()));
        assertEquals(Map.of(), RoutesView.NONE.texts());
        assertEquals(RoutesView.NONE, RoutesView.of(Map.of()));
    }
}
