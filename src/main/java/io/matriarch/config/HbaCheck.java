package io.matriarch.config;

import java.util.Optional;
import java.util.Set;

/**
 * Looks over lines of pg_hba.conf before they are stored: PostgreSQL refuses to start with one that
 * it cannot read.
 */
final class HbaCheck {

    private static final Set<String> KINDS =
            Set.of("local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc");

    private static final Set<String> METHODS =
            Set.of(
                    "trust",
                    "reject",
                    "scram-sha-256",
                    "md5",
                    "password",
                    "gss",
                    "sspi",
                    "ident",
                    "peer",
                    "ldap",
                    "radius",
                    "cert",
                    "pam",
                    "bsd",
                    "oauth");

    private HbaCheck() {}

    /** One line about the first line that cannot be right. */
    static Optional<String> problem(String lines) {
        return lines.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .flatMap(line -> wrong(line).stream())
                .findFirst()
                .map(why -> SharedKeys.HBA + ": " + why);
    }

    private static Optional<String> wrong(String line) {
        String[] words = line.split("\\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
        if (!KINDS.contains(words[0])) {
            return Optional.of(
                    "\"%s\" begins with no kind of connection, such as host or local"
                            .formatted(line));
        }
        // An address and its mask may be two words.
        int method = words[0].equals("local") ? 3 : 4;
        boolean masked = method == 4 && words.length > 5 && METHODS.contains(words[5]);
        if (words.length <= method) {
            return Optional.of(
                    "\"%s\" is too short: %s is right"
                            .formatted(
                                    line,
                                    words[0].equals("local")
                                            ? "local DATABASE USER METHOD"
                                            : "host DATABASE USER ADDRESS METHOD"));
        }
        return METHODS.contains(words[method]) || masked
                ? Optional.empty()
                : Optional.of(
                        "\"%s\" has no method that PostgreSQL knows, such as scram-sha-256"
                                .formatted(line));
    }
}
