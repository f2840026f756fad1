package io.matriarch.secrets;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Makes secrets, and tells what cannot be one. */
public final class NewSecret {

    private static final int BYTES = 24;

    private NewSecret() {}

    /** 192 random bits as 32 letters, digits, {@code -} and {@code _}. */
    public static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What would be right instead; empty when {@code value} can be a secret. */
    static Optional<String> problem(String value) {
        boolean good =
                !value.isBlank() && value.lines().count() == 1 && value.equals(value.strip());
        return good
                ? Optional.empty()
                : Optional.of("it must be one line without spaces at its ends");
    }
}
