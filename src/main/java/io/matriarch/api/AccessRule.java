package io.matriarch.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Who may change something: the bearer of the token, or this machine when there is no token. */
final class AccessRule {
    private static final String SCHEME = "Bearer ";

    sealed interface Verdict {
        record Allowed() implements Verdict {}

        /** 401: the caller brought no token, or a wrong one. */
        record Unauthorized(String why) implements Verdict {}

        /** 403: no token would help, the cluster has none. */
        record Forbidden(String why) implements Verdict {}
    }

    private final ApiToken token;

    AccessRule(ApiToken token) {
        this.token = token;
    }

    /**
     * @param loopback the connection itself comes from this machine; what a proxy's headers say
     *     does not count
     * @param browser the call has an Origin header, as each mutating call of a web page has
     */
    Verdict judge(Optional<String> authorization, boolean loopback, boolean browser) {
        List<String> accepted = token.accepted().get();
        if (!accepted.isEmpty()) {
            return authorization.filter(a -> matchesAny(a, accepted)).isPresent()
                    ? new Verdict.Allowed()
                    : new Verdict.Unauthorized(
                            "this call needs the cluster's token: Authorization: Bearer TOKEN");
        }
        if (!loopback) {
            return new Verdict.Forbidden(
                    "without a token only this machine itself may call this: set api.token-file on"
                            + " all members, a cluster on several hosts needs it");
        }
        // Any web page that an operator opens can post to his loopback address.
        return browser
                ? new Verdict.Forbidden(
                        "without a token no web page may call this: set api.token-file")
                : new Verdict.Allowed();
    }

    private static boolean matchesAny(String authorization, List<String> accepted) {
        boolean any = false;
        for (String token : accepted) {
            any |= matches(authorization, token);
        }
        return any;
    }

    private static boolean matches(String authorization, String token) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] brought =
                authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        // Constant time, so that nobody guesses the token byte by byte.
        return MessageDigest.isEqual(brought, token.getBytes(StandardCharsets.UTF_8));
    }
}
