package io.matriarch.cluster;

import java.util.Map;

/**
 * What operators set of PostgreSQL itself, the same on each member.
 *
 * @param parameters of postgresql.conf, names as written
 * @param access lines of pg_hba.conf and pg_ident.conf
 * @param others what ties the cluster to others
 */
public record ServerSettings(Map<String, String> parameters, AccessLines access, ForOthers others) {

    public static final ServerSettings NONE = new ServerSettings(Map.of(), AccessLines.NONE);

    /** Of a cluster that minds only itself. */
    public ServerSettings(Map<String, String> parameters, AccessLines access) {
        this(parameters, access, ForOthers.NONE);
    }

    public ServerSettings {
        parameters = Map.copyOf(parameters);
    }
}
