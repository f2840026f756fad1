package io.matriarch.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How somebody proves who he is, in a line of pg_hba.conf. */
final class HbaMethod {

    private static final Set<String> ALL =
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

    /** They go by another system's name of the user, which a map translates. */
    private static final Set<String> MAPPED = Set.of("ident", "peer", "gss", "cert", "oauth");

    private static final String MAP = "map=";

    private HbaMethod() {}

    /**
     * @param kind of connection
     * @param options what follows the method
     * @return what is wrong with it
     */
    static Optional<String> problem(String kind, String method, List<String> options) {
        if (!ALL.contains(method)) {
            return Optional.of("has no method that PostgreSQL knows, such as scram-sha-256");
        }
        return misplaced(kind, method)
                .or(() -> options.stream().flatMap(o -> option(method, o).stream()).findFirst());
    }

    private static Optional<String> misplaced(String kind, String method) {
        return switch (method) {
            case "sspi" -> Optional.of("cannot be: sspi is for servers on Windows");
            case "bsd" -> Optional.of("cannot be: bsd is for servers on OpenBSD");
            case "peer" ->
                    kind.equals("local")
                            ? Optional.empty()
                            : Optional.of(
                                    "cannot be: peer asks the kernel of this machine, so that only local goes with it");
            case "cert" ->
                    kind.equals("hostssl")
                            ? Optional.empty()
                            : Optional.of(
                                    "cannot be: cert needs a certificate of the client, so that only hostssl goes with it");
            case "gss" ->
                    kind.equals("local")
                            ? Optional.of("cannot be: gss is for connections from a host")
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> option(String method, String option) {
        if (option.indexOf('=') < 1) {
            return Optional.of(
                    "has \"%s\" behind its method, where NAME=VALUE is right".formatted(option));
        }
        return option.startsWith(MAP) && !MAPPED.contains(method)
                ? Optional.of(
                        "cannot be: %s takes no map; cert, gss, ident, oauth and peer do"
                                .formatted(method))
                : Optional.empty();
    }

    /** The map of pg_ident.conf that a line goes by. */
    static Optional<String> map(List<String> options) {
        return options.stream()
                .filter(o -> o.startsWith(MAP))
                .map(o -> o.substring(MAP.length()))
                .findFirst();
    }
}
