package io.matriarch.postgres.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that PostgreSQL takes for a data directory until it looks for its log: the
 * configuration, the control file, and nothing that it could change.
 */
public final class TrialConfiguration {

    /** Written here, or of no use without the data. */
    private static final Set<String> NOT_LINKED =
            Set.of(
                    "PG_VERSION",
                    "postgresql.conf",
                    "postgresql.auto.conf",
                    "pg_hba.conf",
                    "pg_ident.conf",
                    "postmaster.pid",
                    "postmaster.opts",
                    "standby.signal",
                    "recovery.signal",
                    "promote",
                    "logrotate",
                    "current_logfiles",
                    "backup_label",
                    "tablespace_map",
                    "backup_manifest");

    private static final String CONTROL = "global/pg_control";

    private TrialConfiguration() {}

    /**
     * @param place an empty folder of its owner's alone
     * @param data the directory whose start is tried
     */
    public static void write(Path place, Path data, Rendering r) throws IOException {
        for (String folder : List.of("global", "pg_notify", "pg_stat", "pg_stat_tmp")) {
            Files.createDirectory(place.resolve(folder));
        }
        Files.copy(data.resolve(CONTROL), place.resolve(CONTROL));
        Files.copy(data.resolve("PG_VERSION"), place.resolve("PG_VERSION"));
        // Certificates and lists of names, which settings and rules may name without a folder.
        try (Stream<Path> files = Files.list(data).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!NOT_LINKED.contains(name)) {
                    Files.createSymbolicLink(place.resolve(name), file);
                }
            }
        }
        Configuration.write(place, r);
    }

    /**
     * For the command line: nobody connects, nothing is written elsewhere, all is said in words.
     */
    public static Map<String, String> overrides(Path place, Rendering r) {
        var own = new LinkedHashMap<String, String>();
        own.put("listen_addresses", "");
        // Without a file: the name is the kernel's, and nobody else's.
        own.put("unix_socket_directories", "@matriarch-" + place.getFileName());
        own.put("hba_file", place.resolve("pg_hba.conf").toString());
        own.put("ident_file", place.resolve("pg_ident.conf").toString());
        own.put("external_pid_file", place.resolve("pid").toString());
        // The memory of a server that runs already is not to be had twice.
        own.put("shared_buffers", "128kB");
        own.put("wal_buffers", "-1");
        own.put("huge_pages", "off");
        own.put("logging_collector", "off");
        own.put("log_destination", "stderr");
        own.put("log_min_messages", "warning");
        own.put("log_error_verbosity", "default");
        own.put("log_line_prefix", "");
        own.put("lc_messages", "C");
        own.put("shared_preload_libraries", PreloadedLibraries.all(r.settings().parameters()));
        return own;
    }
}
