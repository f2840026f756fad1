package io.matriarch.machines.ec2;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in one line for an operator what went wrong with a call. */
record Ec2Words(String place, Duration limit) {

    private static final Map<String, String> ON =
            Map.of(
                    "StopInstances", " on the members' instances",
                    "CreateTags", " on this instance and its volumes",
                    "DescribeInstances", "");

    String of(String action, Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            switch (t) {
                case Refusal refusal -> {
                    return answered(action, refusal);
                }
                case UnknownHostException _ -> {
                    return place + " is unreachable: its host name has no address";
                }
                case SocketTimeoutException _ -> {
                    return noAnswer();
                }
                case ConnectException _ -> {
                    return place + " is unreachable: connection refused";
                }
                default -> {}
            }
        }
        String message = oneLine(failure.getMessage());
        return message.contains("Unable to load credentials")
                ? "no AWS credentials found: give the instance a role"
                : place + ": " + message;
    }

    String noAnswer() {
        return "no answer from %s within %d s".formatted(place, limit.toSeconds());
    }

    String busy(int calls) {
        return "busy: %d earlier calls to %s still hang".formatted(calls, place);
    }

    private String answered(String action, Refusal refusal) {
        String code = refusal.code();
        return switch (code) {
            case "UnauthorizedOperation", "AccessDenied", "AccessDeniedException" ->
                    "access denied: this needs ec2:%s%s"
                            .formatted(action, ON.getOrDefault(action, ""));
            case "RequestLimitExceeded", "Throttling", "ThrottlingException" ->
                    "throttled by " + place;
            case "AuthFailure",
                    "ExpiredToken",
                    "RequestExpired",
                    "SignatureDoesNotMatch",
                    "InvalidClientTokenId",
                    "OptInRequired" ->
                    "%s refuses the credentials: %s: %s"
                            .formatted(place, code, oneLine(refusal.getMessage()));
            case "InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed" ->
                    "%s knows no such instance: %s".formatted(place, oneLine(refusal.getMessage()));
            default ->
                    "%s answered %s (HTTP %d): %s"
                            .formatted(
                                    place,
                                    code.isEmpty() ? "no error code" : code,
                                    refusal.status(),
                                    oneLine(refusal.getMessage()));
        };
    }

    private static String oneLine(@Nullable String message) {
        String line = message == null ? "no message" : message.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }
}
