package io.matriarch.secrets.ssm;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.model.InvalidKeyIdException;
import software.amazon.awssdk.services.ssm.model.SsmException;

/**
 * Says in one line for an operator what went wrong with a parameter.
 *
 * @param right what the call needs
 */
record SsmWords(String parameter, String right) {

    String of(SdkException failure) {
        return switch (failure) {
            case InvalidKeyIdException e ->
                    "parameter %s: its key cannot be used (%s): check secrets.kms-key and kms:Decrypt"
                            .formatted(parameter, oneLine(e.getMessage()));
            case SsmException refused -> answered(refused);
            default -> "Parameter Store does not answer: " + oneLine(failure.getMessage());
        };
    }

    private String answered(SsmException refused) {
        var details = refused.awsErrorDetails();
        String code = details == null ? "" : String.valueOf(details.errorCode());
        if (refused.isThrottlingException() || code.startsWith("Throttl")) {
            return "throttled by Parameter Store";
        }
        return code.contains("AccessDenied")
                ? "access denied: this needs %s on parameter %s, and the use of its key"
                        .formatted(right, parameter)
                : "Parameter Store answered %s (HTTP %d): %s"
                        .formatted(code, refused.statusCode(), oneLine(refused.getMessage()));
    }

    private static String oneLine(@Nullable String message) {
        String line = message == null ? "no message" : message.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }
}
