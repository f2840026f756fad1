package io.matriarch.postgres.files;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a standby must not have smaller than its primary last had: with a smaller one
 * PostgreSQL refuses to start it, or stops its replay. The control file holds what the primary had.
 */
public final class StandbyLimits {

    private static final Pattern LINE = Pattern.compile("(\\w+) setting: +(\\d+)");

    /** By PostgreSQL's names, with its defaults; 14 to 18 agree on them. */
    private static final Map<String, Integer> DEFAULTS =
            Map.of(
                    "max_connections", 100,
                    "max_worker_processes", 8,
                    "max_wal_senders", 10,
                    "max_prepared_transactions", 0,
                    "max_locks_per_transaction", 64);

    private StandbyLimits() {}

    /**
     * @param printed by {@code pg_controldata}
     * @return what the primary had, by the names of postgresql.conf; those that are not printed are
     *     left out
     */
    public static Map<String, Integer> of(String printed) {
        var limits = new TreeMap<String, Integer>();
        for (String line : printed.lines().toList()) {
            Matcher found = LINE.matcher(line.strip());
            if (found.matches()) {
                String name =
                        found.group(1)
                                .replace("_xacts", "_transactions")
                                .replace("_xact", "_transaction");
                if (DEFAULTS.containsKey(name)) {
                    limits.put(name, Integer.parseInt(found.group(2)));
                }
            }
        }
        return limits;
    }

    /** Raises what is too small in {@code settings}. */
    static void raise(Map<String, String> settings, Map<String, Integer> least) {
        least.forEach(
                (name, primary) -> {
                    int asked = number(settings.get(name), DEFAULTS.getOrDefault(name, 0));
                    if (asked < primary) {
                        settings.put(name, primary.toString());
                    }
                });
    }

    private static int number(@Nullable String value, int otherwise) {
        try {
            return value == null ? otherwise : Integer.parseInt(value.strip());
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
