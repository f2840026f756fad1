package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to become a cluster of ours.
 *
 * @param scope its name
 * @param members each with name, host, port and, where it is known, data_dir and tags
 * @param settings the first document
 * @param hindrances why it cannot be, one line each
 * @param remarks what its operator should know, one line each
 */
record Adoption(
        String scope,
        List<JsonNode> members,
        AdoptedSettings settings,
        List<String> hindrances,
        List<String> remarks) {

    Adoption {
        members = List.copyOf(members);
        hindrances = List.copyOf(hindrances);
        remarks = List.copyOf(remarks);
    }

    static Adoption of(PatroniCluster patroni) {
        var members = new ArrayList<JsonNode>();
        patroni.cluster().path("members").forEach(members::add);
        return new Adoption(
                patroni.scope(),
                members,
                AdoptedSettings.of(patroni.config()),
                AdoptCheck.hindrances(patroni),
                List.of());
    }

    /** What has no place here, and why. */
    List<String> leftOut() {
        return Stream.concat(
                        settings.leftOut().stream(),
                        members.stream().flatMap(m -> AdoptedTags.of(m).leftOut().stream()))
                .toList();
    }
}
