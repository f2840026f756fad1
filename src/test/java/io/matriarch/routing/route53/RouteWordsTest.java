package io.matriarch.routing.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.PriorRequestNotCompleteException;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/** One line each, which says what to do. */
final class RouteWordsTest {

    private final RouteWords words = new RouteWords("Z1");

    @Test
    void theZoneIsNotThere() {
        assertEquals(
                "routing.zone Z1: there is no such hosted zone",
                words.of("GetHostedZone", NoSuchHostedZoneException.builder().build()));
    }

    @Test
    void anEarlierChangeIsStillUnderWay() {
        assertEquals(
                "Route53 is still busy with an earlier change of zone Z1",
                words.of(
                        "ChangeResourceRecordSets",
                        PriorRequestNotCompleteException.builder().build()));
    }

    @Test
    void whatStoodThereIsAnotherByNow() {
        for (String said :
                new String[] {
                    "[Tried to delete resource record set [name='a.', type='A'] but it was not found]",
                    "[Tried to create resource record set [name='a.', type='A'] but it already exists]"
                }) {
            assertEquals(
                    "somebody else changed the records meanwhile; reading them again",
                    words.of(
                            "ChangeResourceRecordSets",
                            InvalidChangeBatchException.builder().message(said).build()));
        }
    }

    /** It would be refused again each time: whoever reads it must know why. */
    @Test
    void aChangeThatCannotBeMadeSaysWhy() {
        assertEquals(
                "Route53 refuses the change: RRSet of type A with DNS name primary.shop.db.internal. is not permitted because a conflicting RRSet of type CNAME exists",
                words.of(
                        "ChangeResourceRecordSets",
                        InvalidChangeBatchException.builder()
                                .message(
                                        "RRSet of type A with DNS name primary.shop.db.internal. is not permitted because a conflicting RRSet of type CNAME exists")
                                .build()));
    }

    @Test
    void otherAnswersAreTold() {
        assertEquals("throttled by Route53", words.of("GetChange", answered("Throttling", 400)));
        assertEquals(
                "access denied: this needs route53:GetChange on change/*",
                words.of("GetChange", answered("AccessDenied", 403)));
        assertEquals(
                "Route53 answered InvalidInput to GetHostedZone (HTTP 400): what was that? (Service: null, Status Code: 400, Request ID: null)",
                words.of("GetHostedZone", answered("InvalidInput", 400)));
        assertEquals(
                "Route53 does not answer: connect timed out",
                words.of("GetChange", SdkClientException.create("connect timed out")));
    }

    private static Route53Exception answered(String code, int status) {
        return (Route53Exception)
                Route53Exception.builder()
                        .statusCode(status)
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode(code)
                                        .errorMessage("what was that?")
                                        .build())
                        .build();
    }
}
