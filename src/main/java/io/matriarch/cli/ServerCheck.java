package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What would hinder the adoption of a running server, and what its operator should know. */
final class ServerCheck {

    private static final long FAR_BEHIND = 16 << 20;

    private static final Pattern DEBIAN =
            Pattern.compile("/etc/postgresql/([0-9]+)/([^/]+)/postgresql\\.conf");

    private ServerCheck() {}

    static List<String> hindrances(ServerFacts primary) {
        var found = new ArrayList<String>();
        if (primary.major() < 14 || primary.major() > 18) {
            found.add("it is PostgreSQL %d: 14 to 18 are supported".formatted(primary.major()));
        }
        superuser(primary).ifPresent(found::add);
        if (primary.list("patroni").asBoolean()) {
            found.add("Patroni keeps it (patroni.dynamic.json): --patroni URL reads its cluster");
        }
        for (JsonNode manager : primary.list("managers")) {
            found.add(
                    "%s is connected: another manager of clusters would start, stop or promote it; end that one on every node first"
                            .formatted(manager.asText()));
        }
        for (JsonNode standby : primary.list("standbys")) {
            String name = standby.path("name").asText();
            if (!standby.path("state").asText().equals("streaming")) {
                found.add(
                        "standby %s is \"%s\": it must stream"
                                .formatted(name, standby.path("state").asText()));
            } else if (standby.path("lag").asLong() > FAR_BEHIND) {
                found.add(
                        "standby %s is behind by %d bytes: wait until it has caught up"
                                .formatted(name, standby.path("lag").asLong()));
            }
        }
        return found;
    }

    private static Optional<String> superuser(ServerFacts primary) {
        JsonNode role = primary.list("postgres");
        if (!role.isObject()) {
            return Optional.of(
                    "there is no role postgres, which the agents log in as: CREATE ROLE postgres SUPERUSER LOGIN");
        }
        if (!role.path("super").asBoolean() || !role.path("login").asBoolean()) {
            return Optional.of(
                    "the role postgres must be a superuser that may log in: ALTER ROLE postgres SUPERUSER LOGIN");
        }
        return role.path("scram").asBoolean()
                ? Optional.empty()
                : Optional.of(
                        "the role postgres needs a password that is stored as scram: SET password_encryption = 'scram-sha-256', then \\password postgres");
    }

    static List<String> standbyHindrances(ServerFacts standby, ServerFacts primary, String name) {
        var found = new ArrayList<String>();
        if (standby.major() != primary.major()) {
            found.add(
                    "%s is PostgreSQL %d, and its primary %d"
                            .formatted(name, standby.major(), primary.major()));
        }
        if (!standby.text("receiver").equals("streaming")) {
            found.add("%s does not stream from anybody now".formatted(name));
        }
        return found;
    }

    static List<String> remarks(ServerFacts primary) {
        var all = new ArrayList<String>();
        restarter(primary).ifPresent(all::add);
        if (!primary.text("config_file").startsWith(primary.text("data_dir") + "/")) {
            all.add(
                    "%s is not read any more: its settings go into the first document"
                            .formatted(primary.text("config_file")));
        }
        if (primary.list("auto").asInt() > 0) {
            all.add(
                    "what ALTER SYSTEM has set goes into the first document, and postgresql.auto.conf is put aside");
        }
        if (primary.text("checksums").equals("off") && primary.text("hints").equals("off")) {
            all.add(
                    "without checksums and wal_log_hints no server of it can be rewound; Matriarch turns wal_log_hints on, and until every page has been written again a former leader is cloned");
        }
        listed(primary, "waiting")
                .ifPresent(
                        names ->
                                all.add(
                                        "%s would change with the next restart, and so with the adoption"
                                                .formatted(names)));
        listed(primary, "md5")
                .ifPresent(
                        names ->
                                all.add(
                                        "the passwords of %s are stored as md5: only a rule with the method md5 lets them in"
                                                .formatted(names)));
        listed(primary, "tablespaces")
                .ifPresent(
                        places ->
                                all.add(
                                        "there are tablespaces (%s): each new member needs room there"
                                                .formatted(places)));
        if (!primary.text("archive").isEmpty()) {
            all.add(
                    "archive_command stays as it is; backup.s3-prefix takes its place, and then it must leave the document");
        }
        if (!primary.text("libraries").isEmpty()) {
            all.add(
                    "every member needs the libraries %s installed"
                            .formatted(primary.text("libraries")));
        }
        if (!primary.text("sync").isEmpty()) {
            all.add(
                    "synchronous_standby_names becomes replication.mode; with strict PostgreSQL would wait as it does now also while no standby is there");
        }
        for (JsonNode slot : primary.list("slots")) {
            if (slot.path("standby").asBoolean()) {
                all.add(
                        "the slot %s is its standby's, which gets one of Matriarch's: drop it when all is done, it would keep the log for ever"
                                .formatted(slot.path("name").asText()));
            }
        }
        return all;
    }

    /** Who starts it when its machine does, or when somebody else thinks that it is gone. */
    private static Optional<String> restarter(ServerFacts primary) {
        Matcher debian = DEBIAN.matcher(primary.text("config_file"));
        return debian.matches()
                ? Optional.of(
                        "Debian starts it at boot: \"systemctl disable postgresql@%s-%s\" on every node, and start.conf to manual"
                                .formatted(debian.group(1), debian.group(2)))
                : Optional.of(
                        "whatever starts PostgreSQL in %s when its machine boots must not do so any more"
                                .formatted(primary.text("data_dir")));
    }

    private static Optional<String> listed(ServerFacts primary, String fact) {
        String names =
                StreamSupport.stream(primary.list(fact).spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", "));
        return Optional.of(names).filter(n -> !n.isEmpty());
    }
}
