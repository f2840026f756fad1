package io.matriarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All hosts in one string. The client asks each of them whether it does, so that a name that still
 * points to the former leader costs one more attempt, and not the connection.
 *
 * @param hosts in the order in which they are tried
 */
record ConnectionString(List<Host> hosts, Purpose purpose, String database, Optional<String> user) {

    String libpq() {
        return "postgresql://%s%s/%s?target_session_attrs=%s&connect_timeout=3"
                .formatted(
                        user.map(u -> encoded(u) + "@").orElse(""),
                        list(),
                        encoded(database),
                        purpose.libpq());
    }

    /** The driver remembers for ten seconds who led, unless it is told to look again sooner. */
    String jdbc() {
        return "jdbc:postgresql://%s/%s?%stargetServerType=%s&hostRecheckSeconds=2&connectTimeout=3"
                .formatted(
                        list(),
                        encoded(database),
                        user.map(u -> "user=" + encoded(u) + "&").orElse(""),
                        purpose.jdbc());
    }

    private String list() {
        return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
