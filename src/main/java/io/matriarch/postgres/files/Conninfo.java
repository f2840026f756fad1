package io.matriarch.postgres.files;

import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.PostgresSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** libpq's connection strings. A password is never part of one: it comes from a password file. */
public final class Conninfo {

    private Conninfo() {}

    /** For one of PostgreSQL's programs. */
    public static String program(Upstream source, String user) {
        return render(Map.of(), source, user);
    }

    static String streaming(Upstream upstream, Rendering r) {
        var more = new LinkedHashMap<String, String>();
        more.put("passfile", r.passfile().toString());
        more.put("application_name", applicationName(upstream, r.settings()));
        return render(more, upstream, r.settings().replicationUser());
    }

    /**
     * Commits wait for members by their names. A cluster that is followed may have a member of this
     * one's name, and must never take an answer from here for that member's.
     */
    private static String applicationName(Upstream upstream, PostgresSettings self) {
        return upstream.name().equals(StandbyOf.NAME)
                ? "standby cluster %s: %s".formatted(self.cluster(), self.self())
                : self.self().value();
    }

    private static String render(Map<String, String> more, Upstream upstream, String user) {
        var parts = new LinkedHashMap<String, String>();
        parts.put("host", upstream.host());
        parts.put("port", Integer.toString(upstream.port()));
        parts.put("user", user);
        parts.put("dbname", "postgres");
        parts.put("connect_timeout", "5");
        parts.putAll(more);
        return parts.entrySet().stream()
                .map(e -> e.getKey() + "=" + quoted(e.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9_./:-]+")
                ? value
                : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
