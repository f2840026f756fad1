package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Forgets one member that has left; its slot goes as that of any member that is gone. */
record MemberRemoval(Session session, Where where, ClusterDocument cluster) {

    int of(String name, Yes consent) throws Failure {
        MemberDocument member =
                cluster.members().stream()
                        .filter(m -> m.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        Failure.usage(
                                                "member %s does not exist: %s are members"
                                                        .formatted(
                                                                name,
                                                                Members.names(cluster.members()))));
        List<String> plan =
                List.of(
                        new ClusterText(cluster).title(),
                        "Remove: %s leaves the list of members, and the leader drops its slot; its data directory stays."
                                .formatted(name));
        if (consent.agreed(session, plan, () -> trial(member))) {
            refuse(obstacle(member));
            try {
                session.out().println(where.removeMember(session, name));
            } catch (IllegalArgumentException | IOException e) {
                throw Failure.failed(String.valueOf(e.getMessage()));
            }
        }
        return consent.exit();
    }

    private boolean trial(MemberDocument member) {
        Optional<String> obstacle = obstacle(member);
        session.out()
                .println(
                        obstacle.map(o -> "would be refused: " + o)
                                .orElse("its entry would be deleted"));
        return obstacle.isEmpty();
    }

    private static void refuse(Optional<String> obstacle) throws Failure {
        if (obstacle.isPresent()) {
            throw Failure.failed("nothing was removed: " + obstacle.get());
        }
    }

    private Optional<String> obstacle(MemberDocument member) {
        if (cluster.leader().equals(Optional.of(member.name()))) {
            return Optional.of("%s leads".formatted(member.name()));
        }
        return answers(member)
                ? Optional.of(
                        "the agent of %s answers at %s: stop it first"
                                .formatted(member.name(), member.apiUrl()))
                : Optional.empty();
    }

    /** Another member's agent may have its address by now. */
    private static boolean answers(MemberDocument member) {
        try {
            JsonNode said =
                    new AgentClient(URI.create(member.apiUrl()), List.of())
                            .get("/patroni", JsonNode.class);
            return said.path("patroni").path("name").asText().equals(member.name());
        } catch (AgentClient.Unreachable | Failure | IllegalArgumentException _) {
            return false;
        }
    }
}
