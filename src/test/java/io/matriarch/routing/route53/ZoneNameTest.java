package io.matriarch.routing.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.GetHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.GetHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.Route53Exception;

final class ZoneNameTest {

    private static final String ID = "Z0123456789ABCDEFGHIJ";

    @Test
    void anIdIsAskedFor() throws Exception {
        assertEquals("db.internal", ZoneName.of(new OneZone(), ID));
    }

    @Test
    void aRefusalNamesTheRightThatIsMissing() {
        var why = assertThrows(IOException.class, () -> ZoneName.of(new OneZone(), "Z999"));
        assertEquals(
                "access denied: this needs route53:GetHostedZone on zone Z999", why.getMessage());
    }

    /** Lets ask for one zone alone, as a role's policy does. */
    private record OneZone() implements Route53Client {
        @Override
        public GetHostedZoneResponse getHostedZone(GetHostedZoneRequest request) {
            if (!request.id().equals(ID)) {
                throw Route53Exception.builder()
                        .awsErrorDetails(
                                AwsErrorDetails.builder().errorCode("AccessDenied").build())
                        .statusCode(403)
                        .build();
            }
            return GetHostedZoneResponse.builder()
                    .hostedZone(z -> z.id("/hostedzone/" + ID).name("db.internal."))
                    .build();
        }

        @Override
        public String serviceName() {
            return "route53";
        }

        @Override
        public void close() {}
    }
}
