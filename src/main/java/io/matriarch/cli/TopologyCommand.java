package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "topology",
        description = "Show who streams from whom, as each member's PostgreSQL says.",
        sortOptions = false)
final class TopologyCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Mixin Watch watch = new Watch();

    TopologyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        return watch.show(session, () -> tree(where.cluster(session)));
    }

    private static String tree(ClusterDocument cluster) {
        Map<String, List<String>> below = new HashMap<>();
        Set<String> fed = new HashSet<>();
        for (MemberDocument m : cluster.members()) {
            List<String> followers = followers(m);
            below.put(m.name(), followers);
            fed.addAll(followers);
        }
        List<String> lines = new ArrayList<>();
        lines.add(new ClusterText(cluster).title());
        Set<String> shown = new HashSet<>();
        cluster.members().stream()
                .filter(m -> !fed.contains(m.name()))
                .sorted(
                        Comparator.comparing((MemberDocument m) -> !ClusterText.leads(m))
                                .thenComparing(MemberDocument::name))
                .forEach(root -> add(lines, cluster, below, root.name(), "", "", shown));
        return String.join("\n", lines);
    }

    private static List<String> followers(MemberDocument m) {
        try {
            // A member that nobody streams from leaves the list out.
            JsonNode replication =
                    new AgentClient(URI.create(m.apiUrl()), List.of())
                            .get("/patroni", JsonNode.class)
                            .path("replication");
            List<String> names = new ArrayList<>();
            replication.forEach(f -> names.add(f.path("application_name").asText()));
            Collections.sort(names);
            return names;
        } catch (AgentClient.Unreachable | Failure | IllegalArgumentException _) {
            // Its row says that it does not answer.
            return List.of();
        }
    }

    private static void add(
            List<String> lines,
            ClusterDocument cluster,
            Map<String, List<String>> below,
            String name,
            String lead,
            String next,
            Set<String> shown) {
        lines.add(lead + words(cluster, name));
        if (!shown.add(name)) {
            return;
        }
        List<String> followers = new ArrayList<>(below.getOrDefault(name, List.of()));
        for (int i = 0; i < followers.size(); i++) {
            boolean last = i == followers.size() - 1;
            add(
                    lines,
                    cluster,
                    below,
                    followers.get(i),
                    next + (last ? "`- " : "|- "),
                    next + (last ? "   " : "|  "),
                    shown);
        }
    }

    /** A follower that is no member, such as a logical consumer, has only its name. */
    private static String words(ClusterDocument cluster, String name) {
        return cluster.members().stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .map(
                        m ->
                                "%s  %s, %s%s"
                                        .formatted(
                                                m.name(),
                                                m.role().replace('_', ' '),
                                                m.state(),
                                                m.lag()
                                                        .map(l -> ", lag " + ClusterText.lag(l))
                                                        .orElse("")))
                .orElse(name + "  no member of the herd");
    }
}
