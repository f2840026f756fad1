package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.matriarch.config.AccessCheck;
import io.matriarch.config.DocumentCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a cluster goes by so far, Patroni's dynamic configuration or its server's own files, as the
 * first document of ours.
 *
 * @param values each key with a value that the document takes
 * @param leftOut one line for each that has no place, and why
 */
record AdoptedSettings(SortedMap<String, String> values, List<String> leftOut) {

    /** What a cluster here always has, or has by itself. */
    private static final List<String> NOT_NEEDED =
            List.of(
                    "ttl",
                    "loop_wait",
                    "retry_timeout",
                    "maximum_lag_on_failover",
                    "synchronous_mode",
                    "synchronous_mode_strict",
                    "synchronous_node_count",
                    "failsafe_mode",
                    "check_timeline",
                    "pause",
                    "primary_start_timeout",
                    "primary_stop_timeout",
                    "master_start_timeout",
                    "master_stop_timeout",
                    "max_timelines_history",
                    "member_slots_ttl",
                    "primary_race_backoff",
                    "maximum_lag_on_syncnode",
                    "ignore_slots",
                    "slots",
                    "permanent_slots",
                    "postgresql");

    private static final List<String> SERVER_NOT_NEEDED =
            List.of(
                    "use_pg_rewind",
                    "use_slots",
                    "parameters",
                    "pg_hba",
                    "pg_ident",
                    "pg_ctl_timeout");

    /** Each agent sets these by itself, and refuses them in its file. */
    private static final List<String> OWNED =
            List.of(
                    "allow_alter_system",
                    "cluster_name",
                    "config_file",
                    "data_directory",
                    "external_pid_file",
                    "full_page_writes",
                    "hba_file",
                    "hot_standby",
                    "ident_file",
                    "listen_addresses",
                    "password_encryption",
                    "port",
                    "primary_conninfo",
                    "primary_slot_name",
                    "promote_trigger_file",
                    "synchronous_standby_names",
                    "unix_socket_directories",
                    "wal_log_hints");

    static AdoptedSettings of(JsonNode config) {
        var adopted = new AdoptedSettings(new TreeMap<>(), new ArrayList<>());
        JsonNode server = config.path("postgresql");
        adopted.replication(config);
        if (config.path("maximum_lag_on_failover").isIntegralNumber()) {
            adopted.take(
                    "failover.maximum-lag",
                    config.path("maximum_lag_on_failover").asText(),
                    "maximum_lag_on_failover");
        }
        server.path("parameters")
                .properties()
                .forEach(
                        p ->
                                adopted.take(
                                        "postgres.parameters." + p.getKey(),
                                        p.getValue().isBoolean()
                                                ? (p.getValue().asBoolean() ? "on" : "off")
                                                : p.getValue().asText(),
                                        "postgresql.parameters." + p.getKey()));
        adopted.access(texts(server.path("pg_hba")), texts(server.path("pg_ident")));
        for (String slots : List.of("permanent_slots", "slots")) {
            config.path(slots).properties().forEach(s -> adopted.slot(s.getKey(), s.getValue()));
        }
        adopted.unknown("", config, NOT_NEEDED);
        adopted.unknown("postgresql.", server, SERVER_NOT_NEEDED);
        return adopted;
    }

    /** A primary that nobody manages: what differs from PostgreSQL's own defaults. */
    static AdoptedSettings of(ServerFacts primary) {
        var adopted = new AdoptedSettings(new TreeMap<>(), new ArrayList<>());
        for (JsonNode parameter : primary.list("parameters")) {
            adopted.parameter(parameter.path("name").asText(), parameter.path("value").asText());
        }
        adopted.access(lines(primary.text("hba")), lines(primary.text("ident")));
        primary.list("slots").forEach(adopted::ownSlot);
        AdoptedCommits.of(primary.text("sync"))
                .forEach((key, value) -> adopted.take(key, value, "synchronous_standby_names"));
        return adopted;
    }

    private void parameter(String name, String value) {
        if (name.startsWith("recovery_target")) {
            leftOut.add(name + ": Matriarch sets it itself");
        } else if (name.equals("wal_level") && value.equals("minimal")) {
            leftOut.add("wal_level: minimal is too little for standbys, and it becomes replica");
        } else {
            take("postgres.parameters." + name, value, name);
        }
    }

    private static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** Its standbys get others, and one that nobody reads may be left from one that is gone. */
    private void ownSlot(JsonNode slot) {
        String name = slot.path("name").asText();
        if (slot.path("standby").asBoolean()) {
            return;
        }
        if (slot.path("type").asText().equals("physical") && !slot.path("active").asBoolean()) {
            leftOut.add(
                    "slots.%s: nobody reads from it now; it stays where it is, and slots.%s.type = physical would keep it on each leader"
                            .formatted(name, name));
            return;
        }
        slot(name, slot);
    }

    private void replication(JsonNode config) {
        String asked = config.path("synchronous_mode").asText("false");
        boolean strict = config.path("synchronous_mode_strict").asBoolean();
        if (asked.equals("quorum")) {
            take("replication.mode", "quorum", "synchronous_mode");
        } else if (asked.matches("true|on")) {
            take("replication.mode", strict ? "strict" : "sync", "synchronous_mode");
        }
        if (config.path("synchronous_node_count").isIntegralNumber()) {
            take(
                    "replication.sync-count",
                    config.path("synchronous_node_count").asText(),
                    "synchronous_node_count");
        }
    }

    private static List<String> texts(JsonNode lines) {
        var texts = new ArrayList<String>();
        lines.forEach(line -> texts.add(line.asText()));
        return texts;
    }

    /** One line that is wrong here must not take the others with it. */
    private void access(List<String> hba, List<String> ident) {
        var maps = lines("postgres.ident", ident, Map.of());
        if (!maps.isEmpty()) {
            values.put("postgres.ident", maps);
        }
        var rules = lines("postgres.hba", hba, values);
        if (!rules.isEmpty()) {
            values.put("postgres.hba", rules);
        }
    }

    private String lines(String key, List<String> lines, Map<String, String> beside) {
        var taken = new ArrayList<String>();
        for (String line : lines) {
            var all = new TreeMap<>(beside);
            all.put(key, line);
            List<String> problems = AccessCheck.problems(all);
            if (problems.isEmpty()) {
                taken.add(line);
            } else {
                leftOut.add(problems.getFirst());
            }
        }
        return String.join("\n", taken);
    }

    /** What belongs to one slot is taken whole, or not at all. */
    private void slot(String name, JsonNode slot) {
        var all = new TreeMap<String, String>();
        for (String what : List.of("type", "database", "plugin")) {
            if (slot.hasNonNull(what)) {
                all.put("slots." + name + "." + what, slot.path(what).asText());
            }
        }
        all.putIfAbsent("slots." + name + ".type", "physical");
        List<String> problems = new DocumentCheck().problems(all);
        if (problems.isEmpty()) {
            values.putAll(all);
        } else {
            leftOut.add("slots." + name + ": " + problems.getFirst());
        }
    }

    private void take(String key, String value, String theirs) {
        if (OWNED.stream().anyMatch(name -> key.equals("postgres.parameters." + name))) {
            leftOut.add(theirs + ": Matriarch sets it itself");
            return;
        }
        List<String> problems = new DocumentCheck().problems(Map.of(key, value));
        if (problems.isEmpty()) {
            values.put(key, value);
        } else {
            leftOut.add(theirs + ": " + problems.getFirst());
        }
    }

    private void unknown(String prefix, JsonNode section, List<String> known) {
        section.properties().stream()
                .filter(p -> !known.contains(p.getKey()))
                .filter(p -> !p.getValue().isNull() && !p.getValue().isEmpty())
                .forEach(
                        p ->
                                leftOut.add(
                                        "%s%s has no place here: see docs/from-patroni.md"
                                                .formatted(prefix, p.getKey())));
    }
}
