package io.matriarch.cluster;

import java.util.List;
import java.util.Map;

/**
 * What operators set of PostgreSQL itself, the same on each member.
 *
 * @param parameters of postgresql.conf, names as written
 * @param hba lines of pg_hba.conf
 * @param others what ties the cluster to others
 */
public record ServerSettings(Map<String, String> parameters, List<String> hba, ForOthers others) {

    public static final ServerSettings NONE = new ServerSettings(Map.of(), List.of());

    /** Of a cluster that minds only itself. */
    public ServerSettings(Map<String, String> parameters, List<String> hba) {
        this(parameters, hba, ForOthers.NONE);
    }

    public ServerSettings {
        parameters = Map.copyOf(parameters);
        hba = List.copyOf(hba);
    }
}
