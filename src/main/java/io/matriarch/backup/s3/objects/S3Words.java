package io.matriarch.backup.s3.objects;

import io.matriarch.backup.s3.objects.StorageException.Kind;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Makes of the SDK's exceptions what a caller can act on, with one line for an operator. */
record S3Words(String bucket, String endpoint) {

    /** S3 passes on what its key management refused. */
    private static final Pattern KEY_ACTION = Pattern.compile("kms:[A-Za-z]+");

    /**
     * @param action as IAM names it, such as {@code GetObject}
     * @param object the whole address, or the prefix
     */
    StorageException of(String action, String object, Throwable failure) {
        return switch (failure) {
            case StorageException s -> s;
            case S3Exception refused -> answered(action, object, refused);
            case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ -> silent(failure);
            case AbortedException _ -> interrupted(failure);
            default -> unreachable(failure);
        };
    }

    private StorageException answered(String action, String object, S3Exception refused) {
        var details = refused.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String message = details == null ? refused.getMessage() : details.errorMessage();
        String said =
                "%s answered HTTP %d%s: %s"
                        .formatted(
                                endpoint,
                                refused.statusCode(),
                                code.isEmpty() ? "" : " " + code,
                                oneLine(message));
        int status = refused.statusCode();
        if (code.equals("NoSuchBucket")) {
            return fail(
                    Kind.NO_BUCKET,
                    "bucket %s does not exist in %s".formatted(bucket, endpoint),
                    refused);
        }
        return switch (status) {
            case 404 -> fail(Kind.ABSENT, "there is no " + object, refused);
            case 412 -> fail(Kind.EXISTS, object + " exists already", refused);
            case 401, 403 ->
                    fail(Kind.DENIED, denied(action, object, code, oneLine(message)), refused);
            case 409, 429, 503 -> fail(Kind.THROTTLED, said, refused);
            default -> fail(status >= 500 ? Kind.UNREACHABLE : Kind.REFUSED, said, refused);
        };
    }

    private String denied(String action, String object, String code, String message) {
        Matcher key = KEY_ACTION.matcher(message);
        return switch (code) {
            case "", "AccessDenied", "403", "Forbidden" ->
                    key.find()
                            ? "AccessDenied: this needs %s on the key of %s"
                                    .formatted(key.group(), object)
                            : "AccessDenied: this needs s3:%s on %s".formatted(action, object);
            case "InvalidObjectState" ->
                    "%s is in an archive class: restore the object in S3 first".formatted(object);
            default -> "%s refuses the credentials: %s".formatted(endpoint, code);
        };
    }

    private StorageException unreachable(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            switch (t) {
                case UnknownHostException _ -> {
                    return lost("its host name has no address", failure);
                }
                case SocketTimeoutException _ -> {
                    return silent(failure);
                }
                case InterruptedIOException _ -> {
                    return interrupted(failure);
                }
                case ConnectException _ -> {
                    return lost("connection refused", failure);
                }
                case NoRouteToHostException _ -> {
                    return lost("no route to it", failure);
                }
                case SSLException s -> {
                    return lost("TLS failed: " + oneLine(s.getMessage()), failure);
                }
                default -> {}
            }
        }
        String message = oneLine(failure.getMessage());
        if (message.contains("Unable to load credentials")) {
            return fail(
                    Kind.DENIED,
                    "no AWS credentials found: give the instance a role, or set AWS_ACCESS_KEY_ID"
                            + " and AWS_SECRET_ACCESS_KEY",
                    failure);
        }
        return lost(message, failure);
    }

    private StorageException lost(String why, Throwable failure) {
        return fail(Kind.UNREACHABLE, "%s is unreachable: %s".formatted(endpoint, why), failure);
    }

    private StorageException silent(Throwable failure) {
        return fail(Kind.UNREACHABLE, "no answer from %s in time".formatted(endpoint), failure);
    }

    private StorageException interrupted(Throwable failure) {
        return fail(
                Kind.UNREACHABLE, "interrupted while waiting for %s".formatted(endpoint), failure);
    }

    private static StorageException fail(Kind kind, String line, Throwable cause) {
        return new StorageException(kind, line, cause);
    }

    private static String oneLine(@Nullable String message) {
        String line = message == null ? "no message" : message.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }
}
