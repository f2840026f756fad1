package io.matriarch.cluster;

import java.util.List;
import java.util.Map;

/**
 * What operators set of PostgreSQL itself, the same on each member.
 *
 * @param parameters of postgresql.conf, names as written
 * @param hba lines of pg_hba.conf
 */
public record ServerSettings(Map<String, String> parameters, List<String> hba) {

    public static final ServerSettings NONE = new ServerSettings(Map.of(), List.of());

    public ServerSettings {
        parameters = Map.copyOf(parameters);
        hba = List.copyOf(hba);
    }
}
