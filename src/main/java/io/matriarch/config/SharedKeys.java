package io.matriarch.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys that belong to the cluster: they stand in its document, and below {@link #INITIAL} of a
 * node's file for the first document of a new cluster.
 */
public final class SharedKeys {

    static final String INITIAL = "initial.";

    /** PostgreSQL's own settings: any names. */
    static final String PARAMETERS = "postgres.parameters";

    static final String HBA = "postgres.hba";
    static final String IDENT = "postgres.ident";

    /** They hold lines. */
    static final List<String> LINES = List.of(HBA, IDENT);

    /** The keys that hold one value. */
    static final List<String> SINGLE =
            List.of(
                    "lease.ttl",
                    "lease.beat",
                    "failover.maximum-lag",
                    "replication.mode",
                    "replication.sync-count",
                    "fencing.mode",
                    "backup.compression",
                    "backup.schedule",
                    "backup.retain-count",
                    "backup.retain-days",
                    "backup.rate-limit",
                    "backup.replica-size",
                    "backup.verify-schedule",
                    "standby-cluster.host",
                    "standby-cluster.slot",
                    "standby-cluster.s3-prefix");

    /** Below it any name of a slot, and these of each. */
    static final String SLOTS = "slots";

    private static final Pattern SLOT = Pattern.compile("slots\\.[^.]+\\.(type|database|plugin)");

    private SharedKeys() {}

    /** Each by its name in the document. */
    static Stream<String> all() {
        return Stream.of(SINGLE, LINES, List.of(PARAMETERS, SLOTS)).flatMap(List::stream);
    }

    static boolean isParameter(String key) {
        return key.startsWith(PARAMETERS + ".");
    }

    static boolean isSlot(String key) {
        return SLOT.matcher(key).matches();
    }

    /** Keys of slots stand below it. */
    static boolean isSlotGroup(String path) {
        return path.equals(SLOTS)
                || (path.startsWith(SLOTS + ".") && path.split("\\.").length == 2);
    }

    /** It stands in the document, and never at the top level of a node's file. */
    static boolean isShared(String key) {
        return all().anyMatch(key::equals) || isParameter(key) || isSlot(key);
    }

    static boolean isGroup(String path) {
        return all().anyMatch(key -> key.startsWith(path + "."));
    }
}
