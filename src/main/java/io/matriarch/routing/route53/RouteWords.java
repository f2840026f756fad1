package io.matriarch.routing.route53;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.PriorRequestNotCompleteException;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/**
 * Says in one line for an operator what went wrong with the routes.
 *
 * @param zone as the configuration names it
 */
record RouteWords(String zone) {

    /**
     * @param action that was called, such as {@code GetChange}
     */
    String of(String action, SdkException failure) {
        return switch (failure) {
            case NoSuchHostedZoneException _ ->
                    "routing.zone %s: there is no such hosted zone".formatted(zone);
            case PriorRequestNotCompleteException _ ->
                    "Route53 is still busy with an earlier change of zone " + zone;
            case InvalidChangeBatchException e when oneLine(e.getMessage()).contains("Tried to") ->
                    "somebody else changed the records meanwhile; reading them again";
            case InvalidChangeBatchException e ->
                    "Route53 refuses the change: " + oneLine(e.getMessage());
            case Route53Exception refused -> answered(action, refused);
            default -> "Route53 does not answer: " + oneLine(failure.getMessage());
        };
    }

    private String answered(String action, Route53Exception refused) {
        var details = refused.awsErrorDetails();
        String code = details == null ? "" : String.valueOf(details.errorCode());
        if (refused.isThrottlingException() || code.startsWith("Throttl")) {
            return "throttled by Route53";
        }
        return code.contains("AccessDenied")
                ? "access denied: this needs route53:%s on %s".formatted(action, resource(action))
                : "Route53 answered %s to %s (HTTP %d): %s"
                        .formatted(
                                code, action, refused.statusCode(), oneLine(refused.getMessage()));
    }

    /** What a policy has to name beside the action. */
    private String resource(String action) {
        return switch (action) {
            case "ListHostedZonesByName" -> "*, or the zone's id as routing.zone";
            case "GetChange" -> "change/*";
            default -> "zone " + zone;
        };
    }

    private static String oneLine(@Nullable String message) {
        String line = message == null ? "no message" : message.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }
}
