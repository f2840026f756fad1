package io.matriarch.postgres.files;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which settings of PostgreSQL are Matriarch's own, and what is allowed for the others. */
public final class OwnedSettings {

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?");

    private static final Set<String> OWNED =
            Set.of(
                    "allow_alter_system",
                    "cluster_name",
                    "config_file",
                    "data_directory",
                    "full_page_writes",
                    "hba_file",
                    "hot_standby",
                    "ident_file",
                    "include",
                    "include_dir",
                    "include_if_exists",
                    "listen_addresses",
                    "password_encryption",
                    "port",
                    "primary_conninfo",
                    "primary_slot_name",
                    "promote_trigger_file",
                    "synchronous_standby_names",
                    "unix_socket_directories",
                    "wal_log_hints");

    private static final Set<String> ARCHIVE =
            Set.of("archive_command", "archive_library", "archive_mode", "restore_command");

    private static final Map<String, Integer> AT_LEAST =
            Map.of(
                    "max_wal_senders", 10,
                    "max_replication_slots", 10,
                    "superuser_reserved_connections", 3);

    private OwnedSettings() {}

    /** One line that names the first key of {@code postgres.parameters} that cannot be used. */
    public static Optional<String> problem(Map<String, String> parameters) {
        for (var entry : new TreeMap<>(parameters).entrySet()) {
            var problem = problem(entry.getKey(), entry.getValue());
            if (problem.isPresent()) {
                return problem.map(p -> "postgres.parameters." + entry.getKey() + " " + p);
            }
        }
        return Optional.empty();
    }

    /** The same on a node with an archive: then its settings are Matriarch's own, too. */
    public static Optional<String> problemWithArchive(Map<String, String> parameters) {
        return parameters.keySet().stream()
                .sorted()
                .filter(key -> ARCHIVE.contains(key.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(
                        key ->
                                "postgres.parameters.%s is set by Matriarch itself when backup.s3-prefix is: remove one of them"
                                        .formatted(key))
                .or(() -> problem(parameters));
    }

    private static Optional<String> problem(String key, String value) {
        String name = key.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            return Optional.of("is no name of a setting, such as work_mem");
        }
        if (OWNED.contains(name) || name.startsWith("recovery_target")) {
            return Optional.of("is set by Matriarch itself: remove it");
        }
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf('\0') >= 0) {
            return Optional.of("must be one line");
        }
        if (name.equals("wal_level") && !Set.of("replica", "logical").contains(value)) {
            return Optional.of("must be replica or logical, not \"" + value + "\"");
        }
        Integer least = AT_LEAST.get(name);
        return least == null || isAtLeast(value, least)
                ? Optional.empty()
                : Optional.of(
                        "must be a number of at least %d, not \"%s\"".formatted(least, value));
    }

    private static boolean isAtLeast(String value, int least) {
        try {
            return Integer.parseInt(value.strip()) >= least;
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
