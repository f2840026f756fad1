package io.matriarch.postgres.files;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Replication;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Upstream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** postgresql.conf, rendered whole, so that nothing that anybody left in it survives. */
public final class PostgresqlConf {

    private static final Pattern UPSTREAM =
            Pattern.compile("^# upstream: (\\S+) (\\S+) (\\d{1,5})$", Pattern.MULTILINE);

    private static final String CLOSED = "# clients: closed out";

    private static final Pattern STANDBY_NAMES =
            Pattern.compile("^synchronous_standby_names = '(.*)'$", Pattern.MULTILINE);

    private PostgresqlConf() {}

    public static String render(Rendering r) {
        var lines = new StringBuilder();
        lines.append("# Written by Matriarch whenever it starts or repoints PostgreSQL: what is\n");
        lines.append("# changed here is lost. Use postgres.parameters of its configuration.\n");
        r.upstream()
                .ifPresent(
                        u ->
                                lines.append(
                                        "# upstream: %s %s %d\n"
                                                .formatted(u.name(), u.host(), u.port())));
        if (!r.commits().open()) {
            lines.append(CLOSED).append('\n');
        }
        settings(r)
                .forEach(
                        (key, value) ->
                                lines.append(key).append(" = ").append(quoted(value)).append('\n'));
        return lines.toString();
    }

    /** What may not be overridden by any file: it goes onto the postmaster's command line too. */
    public static Map<String, String> fixed(Rendering r) {
        var fixed = new LinkedHashMap<String, String>();
        fixed.put("listen_addresses", r.settings().listenHost());
        fixed.put("port", Integer.toString(r.settings().port()));
        fixed.put("cluster_name", clusterName(r));
        fixed.put("unix_socket_directories", r.socketDirectories());
        fixed.put("hba_file", r.settings().dataDir().resolve("pg_hba.conf").toString());
        fixed.put("ident_file", r.settings().dataDir().resolve("pg_ident.conf").toString());
        fixed.put("hot_standby", "on");
        fixed.put("wal_log_hints", "on");
        fixed.put("full_page_writes", "on");
        fixed.put("password_encryption", "scram-sha-256");
        return fixed;
    }

    /** Where a configuration that was rendered here points. */
    public static Optional<Upstream> upstream(String conf) {
        Matcher found = UPSTREAM.matcher(conf);
        if (!found.find()) {
            return Optional.empty();
        }
        return Optional.of(
                new Upstream(
                        new NodeName(found.group(1)),
                        found.group(2),
                        Integer.parseInt(found.group(3))));
    }

    /** What commits wait for by a configuration that was rendered here. */
    public static SyncWait wait(String conf) {
        Matcher found = STANDBY_NAMES.matcher(conf);
        boolean open = conf.lines().noneMatch(CLOSED::equals);
        return found.find() ? StandbyNames.parse(found.group(1), open) : SyncWait.NONE;
    }

    private static Map<String, String> settings(Rendering r) {
        var all = defaults();
        // A change that no other follows is in the archive a minute later.
        r.settings().archiving().ifPresent(_ -> all.put("archive_timeout", "60s"));
        new TreeMap<>(r.settings().parameters()).forEach(all::put);
        r.settings()
                .archiving()
                .ifPresent(
                        a -> {
                            all.put("archive_mode", "on");
                            all.put("archive_command", a.archiveCommand());
                            all.put("restore_command", a.restoreCommand());
                        });
        all.putAll(fixed(r));
        all.put("recovery_target_timeline", "latest");
        all.put("primary_conninfo", r.upstream().map(u -> Conninfo.streaming(u, r)).orElse(""));
        all.put(
                "primary_slot_name",
                r.upstream().map(u -> SlotName.on(u, r.settings())).orElse(""));
        all.putAll(SlotSettings.of(r));
        all.put("synchronous_standby_names", StandbyNames.render(r.commits(), r.strangers()));
        if (r.settings().replication() != Replication.Mode.ASYNC) {
            // By itself PostgreSQL would show its clients what a crash left unacknowledged.
            all.put("restart_after_crash", "off");
        }
        if (r.major() >= 17) {
            all.put("allow_alter_system", "off");
        }
        StandbyLimits.raise(all, r.least());
        return all;
    }

    private static Map<String, String> defaults() {
        var defaults = new LinkedHashMap<String, String>();
        defaults.put("wal_level", "replica");
        defaults.put("max_wal_senders", "10");
        defaults.put("max_replication_slots", "10");
        defaults.put("superuser_reserved_connections", "5");
        defaults.put("wal_keep_size", "128MB");
        // A dead standby's slot must not fill the disk of the leader.
        defaults.put("max_slot_wal_keep_size", "8GB");
        defaults.put("wal_sender_timeout", "10s");
        defaults.put("wal_receiver_timeout", "10s");
        defaults.put("wal_receiver_status_interval", "2s");
        // How soon a standby tries its upstream again: a new leader is found after this.
        defaults.put("wal_retrieve_retry_interval", "500ms");
        // After a crash one call syncs all, instead of one for each file: a second of outage less.
        defaults.put("recovery_init_sync_method", "syncfs");
        defaults.put("logging_collector", "off");
        defaults.put("log_destination", "stderr");
        defaults.put("log_line_prefix", "%m [%p] ");
        defaults.put("lc_messages", "C");
        defaults.put("default_text_search_config", "pg_catalog.english");
        return defaults;
    }

    private static String clusterName(Rendering r) {
        String name = r.settings().cluster();
        return name.length() > 63 ? name.substring(0, 63) : name;
    }

    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
