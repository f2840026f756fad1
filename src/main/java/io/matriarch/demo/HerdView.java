package io.matriarch.demo;

import io.matriarch.api.dto.BackupGlance;
import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.LeaseDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What all agents say at one time.
 *
 * @param nodes by name; empty for an agent that does not answer
 * @param documents what those who answer know of the whole herd
 */
record HerdView(Map<String, Optional<NodeAnswer>> nodes, List<ClusterDocument> documents) {

    HerdView {
        nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
        documents = List.copyOf(documents);
    }

    static HerdView of(List<HerdNode> herd) {
        Map<String, Optional<NodeAnswer>> nodes = new HashMap<>();
        List<ClusterDocument> documents = new ArrayList<>();
        for (HerdNode node : herd) {
            // A stopped agent takes connections and says nothing; once is long enough to wait.
            Optional<NodeAnswer> answer = node.api().node();
            nodes.put(node.name(), answer);
            if (answer.isPresent()) {
                node.api().cluster().ifPresent(documents::add);
            }
        }
        return new HerdView(nodes, documents);
    }

    /** The newest that anybody knows. */
    Optional<ClusterDocument> newest() {
        return documents.stream()
                .max(Comparator.comparing(d -> d.lease().map(LeaseDocument::epoch).orElse(-1L)));
    }

    /** The newest base backup that anybody knows of. */
    Optional<String> newestBackup() {
        return documents.stream()
                .flatMap(d -> d.backup().flatMap(BackupGlance::name).stream())
                .max(Comparator.naturalOrder());
    }

    /** Rises by one whenever somebody else takes over. */
    long epoch() {
        return newest().flatMap(ClusterDocument::lease).map(LeaseDocument::epoch).orElse(0L);
    }

    /** The holder of the lease, once its PostgreSQL leads as well. */
    Optional<String> leader() {
        return newest().flatMap(ClusterDocument::leader)
                .filter(name -> leading().equals(List.of(name)));
    }

    /** The first thing that is not as it should be in a herd at peace. */
    Optional<String> trouble() {
        for (var node : nodes.entrySet()) {
            if (node.getValue().isEmpty()) {
                return Optional.of(node.getKey() + "'s agent does not answer");
            }
        }
        List<String> leading = leading();
        if (leading.size() != 1) {
            return Optional.of(
                    leading.isEmpty()
                            ? "nobody leads"
                            : String.join(" and ", leading) + " lead at once");
        }
        if (leader().isEmpty()) {
            return Optional.of(leading.getFirst() + " leads without the lease");
        }
        return nodes.entrySet().stream()
                .filter(n -> !n.getKey().equals(leading.getFirst()))
                .filter(n -> !n.getValue().orElseThrow().streaming())
                .findFirst()
                .map(
                        n ->
                                "%s does not stream: %s"
                                        .formatted(
                                                n.getKey(), n.getValue().orElseThrow().sentence()));
    }

    /** Empty when commits wait for some standby. */
    Optional<String> unwaited() {
        boolean some =
                newest().stream()
                        .flatMap(d -> d.members().stream())
                        .anyMatch(m -> m.role().endsWith("_standby"));
        return some ? Optional.empty() : Optional.of("commits wait for no standby");
    }

    private List<String> leading() {
        return nodes.entrySet().stream()
                .filter(n -> n.getValue().filter(NodeAnswer::leads).isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }
}
