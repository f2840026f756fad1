package io.matriarch.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a server answers, and as whom: in libpq's notation, without a password. */
record Dsn(String host, int port, String user, String database) {

    private static final Pattern PAIR =
            Pattern.compile("\\s*(\\w+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|[^\\s']*)(?=\\s|$)");

    private static final String RIGHT = "'host=10.0.0.7 port=5432 user=postgres dbname=postgres'";

    static Dsn of(String text) throws Failure {
        Map<String, String> values = new TreeMap<>();
        Matcher pair = PAIR.matcher(text.strip());
        int end = 0;
        while (pair.find() && pair.start() == end) {
            values.put(pair.group(1), unquoted(pair.group(2)));
            end = pair.end();
        }
        if (end != text.strip().length()) {
            throw Failure.usage("--dsn \"%s\" is none: %s is right".formatted(text, RIGHT));
        }
        if (values.containsKey("password")) {
            throw Failure.usage(
                    "--dsn with a password shows it to everybody on this machine: $PGPASSWORD or ~/.pgpass holds it");
        }
        for (String key : values.keySet()) {
            if (!List.of("host", "port", "user", "dbname").contains(key)) {
                throw Failure.usage("--dsn takes no %s: %s is right".formatted(key, RIGHT));
            }
        }
        String host = values.getOrDefault("host", "localhost");
        if (host.startsWith("/") || host.isEmpty()) {
            throw Failure.usage("--dsn asks by TCP: host=127.0.0.1 is right, no socket's folder");
        }
        return new Dsn(
                host,
                port(values.getOrDefault("port", "5432"), "--dsn"),
                values.getOrDefault("user", "postgres"),
                values.getOrDefault("dbname", "postgres"));
    }

    /** The same login on another server. */
    Dsn at(String otherHost, int otherPort) {
        return new Dsn(otherHost, otherPort, user, database);
    }

    @Override
    public String toString() {
        return host.contains(":") ? "[%s]:%d".formatted(host, port) : host + ":" + port;
    }

    private static String unquoted(String value) {
        return value.startsWith("'")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
    }

    static int port(String text, String where) throws Failure {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw Failure.usage("%s: \"%s\" is no port".formatted(where, text));
        }
        return Integer.parseInt(text);
    }
}
