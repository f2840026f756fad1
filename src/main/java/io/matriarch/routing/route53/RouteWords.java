package io.matriarch.routing.route53;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.PriorRequestNotCompleteException;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/** Says in one line for an operator what went wrong with the routes. */
record RouteWords(String zone) {

    String of(SdkException failure) {
        return switch (failure) {
            case NoSuchHostedZoneException _ ->
                    "routing.zone %s: there is no such hosted zone".formatted(zone);
            case PriorRequestNotCompleteException _ ->
                    "Route53 is still busy with an earlier change of zone " + zone;
            case InvalidChangeBatchException _ ->
                    "somebody else changed the records meanwhile; reading them again";
            case Route53Exception refused -> answered(refused);
            default -> "Route53 does not answer: " + oneLine(failure.getMessage());
        };
    }

    private String answered(Route53Exception refused) {
        var details = refused.awsErrorDetails();
        String code = details == null ? "" : String.valueOf(details.errorCode());
        if (refused.isThrottlingException() || code.startsWith("Throttl")) {
            return "throttled by Route53";
        }
        return code.contains("AccessDenied")
                ? "access denied: this needs route53:ListResourceRecordSets and route53:ChangeResourceRecordSets on zone "
                        + zone
                : "Route53 answered %s (HTTP %d): %s"
                        .formatted(code, refused.statusCode(), oneLine(refused.getMessage()));
    }

    private static String oneLine(@Nullable String message) {
        String line = message == null ? "no message" : message.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }
}
