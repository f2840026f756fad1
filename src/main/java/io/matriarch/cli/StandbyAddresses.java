package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Where the standbys of a primary answer. */
final class StandbyAddresses {

    private StandbyAddresses() {}

    /** Those that somebody names, else where the primary sees them, on its own port. */
    static List<Dsn> of(ServerFacts primary, List<String> named) throws Failure {
        var found = new ArrayList<Dsn>();
        for (String standby : named) {
            found.add(named(primary.at(), standby));
        }
        if (named.isEmpty()) {
            for (JsonNode standby : primary.list("standbys")) {
                if (standby.hasNonNull("address")) {
                    String host = standby.path("address").asText();
                    found.add(primary.at().at(host, primary.at().port()));
                }
            }
        }
        return found;
    }

    private static Dsn named(Dsn primary, String standby) throws Failure {
        int colon = standby.lastIndexOf(':');
        if (colon < 1) {
            throw Failure.usage(
                    "--standby \"%s\" is no HOST:PORT, such as 10.0.0.8:5432".formatted(standby));
        }
        String host = standby.substring(0, colon).replaceAll("^\\[|\\]$", "");
        return primary.at(host, Dsn.port(standby.substring(colon + 1), "--standby"));
    }
}
