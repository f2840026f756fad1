package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What would hinder the adoption of a running server, and what its operator should know. */
final class ServerCheck {

    private ServerCheck() {}

    static List<String> hindrances(ServerFacts primary) {
        var found = new ArrayList<String>();
        if (primary.major() < 14 || primary.major() > 18) {
            found.add("it is PostgreSQL %d: 14 to 18 are supported".formatted(primary.major()));
        }
        SuperuserCheck.hindrance(primary).ifPresent(found::add);
        if (primary.list("patroni").asBoolean()) {
            found.add("Patroni keeps it (patroni.dynamic.json): --patroni URL reads its cluster");
        }
        for (JsonNode manager : primary.list("managers")) {
            found.add(
                    "%s is connected: another manager of clusters would start, stop or promote it; end that one on every node first"
                            .formatted(manager.asText()));
        }
        found.addAll(StandbyCheck.seenBy(primary));
        return found;
    }

    static List<String> remarks(ServerFacts primary) {
        var all = new ArrayList<String>();
        all.add(BootStart.remark(primary));
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

    private static Optional<String> listed(ServerFacts primary, String fact) {
        String names =
                StreamSupport.stream(primary.list(fact).spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", "));
        return Optional.of(names).filter(n -> !n.isEmpty());
    }
}
