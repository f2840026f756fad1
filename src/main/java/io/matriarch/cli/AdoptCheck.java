package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.matriarch.cluster.NodeName;
import java.util.ArrayList;
import java.util.List;

/** What would hinder the adoption of a Patroni cluster: one line each, with what helps. */
final class AdoptCheck {

    private static final long FAR_BEHIND = 16 << 20;

    private AdoptCheck() {}

    static List<String> hindrances(PatroniCluster patroni) {
        var found = new ArrayList<String>();
        int leaders = 0;
        for (JsonNode member : patroni.cluster().path("members")) {
            String name = member.path("name").asText();
            leaders += member.path("role").asText().equals("leader") ? 1 : 0;
            found.addAll(
                    member(
                            name,
                            member,
                            patroni.nodes().getOrDefault(name, MissingNode.getInstance())));
        }
        if (leaders != 1) {
            found.add(
                    "the cluster has %d leaders: wait until \"patronictl list\" shows one"
                            .formatted(leaders));
        }
        if (patroni.cluster().has("scheduled_switchover")) {
            found.add("a switchover is scheduled: \"patronictl flush switchover\" takes it back");
        }
        if (!patroni.config().path("standby_cluster").isMissingNode()) {
            found.add("it is a standby cluster: adopt the one that it follows, and build it anew");
        }
        return found;
    }

    private static List<String> member(String name, JsonNode member, JsonNode node) {
        var found = new ArrayList<String>();
        try {
            new NodeName(name);
        } catch (IllegalArgumentException e) {
            found.add("%s: %s".formatted(name, e.getMessage()));
        }
        if (node.isMissingNode()) {
            found.add(
                    "%s: its REST API does not answer at %s"
                            .formatted(name, member.path("api_url").asText()));
            return found;
        }
        String state = member.path("state").asText();
        if (!List.of("running", "streaming").contains(state)) {
            found.add(
                    "%s is \"%s\": it must run, or stream from the leader".formatted(name, state));
        }
        int major = node.path("server_version").asInt() / 10_000;
        if (major < 14 || major > 18) {
            found.add("%s runs PostgreSQL %d: 14 to 18 are supported".formatted(name, major));
        }
        JsonNode lag = member.path("lag");
        if (lag.isTextual() || lag.asLong() > FAR_BEHIND) {
            found.add(
                    "%s is behind by %s bytes: wait until it has caught up"
                            .formatted(name, lag.asText()));
        }
        if (node.path("pending_restart").asBoolean()) {
            found.add(
                    "%s waits for a restart: \"patronictl restart\" it, so that nothing else changes with it"
                            .formatted(name));
        }
        return found;
    }
}
