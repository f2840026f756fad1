package io.matriarch.lease.dynamodb;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Says in one line for an operator what went wrong with a call. */
record FailureWords(String table, String endpoint, Supplier<Duration> attempt) {

    FailureWords(String table, String endpoint, Duration attempt) {
        this(table, endpoint, () -> attempt);
    }

    String of(String operation, Throwable failure) {
        return switch (failure) {
            case MalformedItem m -> oneLine(m.getMessage());
            case ResourceNotFoundException _ ->
                    "table %s does not exist in %s".formatted(table, endpoint);
            case DynamoDbException refused -> answered(operation, refused);
            case ApiCallTimeoutException _ -> noAnswer();
            case ApiCallAttemptTimeoutException _ -> noAnswer();
            case AbortedException _ -> noAnswer();
            default -> unreachable(failure);
        };
    }

    String noAnswer() {
        return "no answer from %s within %d ms".formatted(endpoint, attempt.get().toMillis());
    }

    String busy(int calls) {
        return "busy: %d earlier calls to %s still hang".formatted(calls, endpoint);
    }

    private String answered(String operation, DynamoDbException refused) {
        var details = refused.awsErrorDetails();
        String code = details == null ? "no error code" : String.valueOf(details.errorCode());
        String message = details == null ? refused.getMessage() : details.errorMessage();
        return switch (code) {
            case "AccessDeniedException" ->
                    "access denied: this needs dynamodb:%s on table %s".formatted(operation, table);
            case "UnrecognizedClientException",
                    "InvalidSignatureException",
                    "ExpiredTokenException",
                    "MissingAuthenticationTokenException",
                    "IncompleteSignatureException" ->
                    "%s refuses the credentials: %s: %s"
                            .formatted(endpoint, code, oneLine(message));
            default ->
                    refused.isThrottlingException()
                            ? "throttled by %s: %s".formatted(endpoint, code)
                            : "%s answered %s (HTTP %d): %s"
                                    .formatted(
                                            endpoint, code, refused.statusCode(), oneLine(message));
        };
    }

    private String unreachable(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            switch (t) {
                case UnknownHostException _ -> {
                    return "%s is unreachable: its host name has no address".formatted(endpoint);
                }
                case SocketTimeoutException _ -> {
                    return noAnswer();
                }
                case ConnectException _ -> {
                    return "%s is unreachable: connection refused".formatted(endpoint);
                }
                case NoRouteToHostException _ -> {
                    return "%s is unreachable: no route to it".formatted(endpoint);
                }
                case SSLException s -> {
                    return "%s: TLS failed: %s".formatted(endpoint, oneLine(s.getMessage()));
                }
                default -> {}
            }
        }
        String message = oneLine(failure.getMessage());
        if (message.contains("Unable to load credentials")) {
            return "no AWS credentials found: give the instance a role, or set AWS_ACCESS_KEY_ID"
                    + " and AWS_SECRET_ACCESS_KEY";
        }
        return "%s: %s: %s".formatted(endpoint, failure.getClass().getSimpleName(), message);
    }

    private static String oneLine(@Nullable String message) {
        String line = message == null ? "no message" : message.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }
}
