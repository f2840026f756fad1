package io.matriarch.host.ec2;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What went wrong with a call to Auto Scaling, in one line for an operator. */
final class GroupWords {

    private GroupWords() {}

    /**
     * @param permission that the call needs
     */
    static String of(String permission, SdkException e) {
        return switch (e) {
            case AwsServiceException a when denied(a) ->
                    "the Auto Scaling group: denied; the instance's role needs " + permission;
            case AwsServiceException a when a.isThrottlingException() ->
                    "the Auto Scaling group: %s is throttled".formatted(permission);
            case AwsServiceException a when code(a).equals("ValidationError") ->
                    "the Auto Scaling group: %s is refused: %s".formatted(permission, message(a));
            case AwsServiceException a ->
                    "the Auto Scaling group: %s failed: %s: %s"
                            .formatted(permission, code(a), message(a));
            case ApiCallTimeoutException _ ->
                    "the Auto Scaling group: %s has no answer in time".formatted(permission);
            default ->
                    "the Auto Scaling group: %s failed: %s"
                            .formatted(
                                    permission,
                                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        };
    }

    private static boolean denied(AwsServiceException e) {
        return e.statusCode() == 403
                || code(e).startsWith("AccessDenied")
                || code(e).startsWith("UnauthorizedOperation");
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null
                ? "HTTP " + e.statusCode()
                : String.valueOf(e.awsErrorDetails().errorCode());
    }

    private static String message(AwsServiceException e) {
        String text =
                e.awsErrorDetails() == null ? e.getMessage() : e.awsErrorDetails().errorMessage();
        return String.valueOf(text).lines().findFirst().orElse("");
    }
}
