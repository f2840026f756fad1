package io.matriarch.routing.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each partition of AWS has a Route53 of its own. */
final class Route53ClientsTest {

    @ParameterizedTest
    @CsvSource({
        ", aws-global",
        "eu-central-1, aws-global",
        "us-east-1, aws-global",
        "cn-north-1, aws-cn-global",
        "us-gov-west-1, aws-us-gov-global",
    })
    void theRegionSaysWhich(String region, String global) {
        assertEquals(global, Route53Clients.global(Optional.ofNullable(region)).id());
        Route53Clients.open(Optional.empty(), Optional.ofNullable(region)).close();
    }
}
