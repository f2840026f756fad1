package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what a change will do, asks, and asks the agent for it. */
final class Change {
    private final Session session;
    private final AgentClient agent;
    private final ClusterDocument cluster;

    Change(Session session, Where where) throws Failure {
        this.session = session;
        this.agent = where.operator(session);
        try {
            this.cluster = agent.get("/cluster", ClusterDocument.class);
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed(e.line() + "; name a member that runs with --api URL");
        }
    }

    Optional<String> leader() {
        return cluster.leader();
    }

    /** The members besides the leader, for people. */
    String others() {
        return cluster.members().stream()
                .map(MemberDocument::name)
                .filter(n -> !Optional.of(n).equals(leader()))
                .collect(Collectors.joining(", "));
    }

    /** Asks the agent for the change, or only what it would do. */
    int perform(String path, ObjectNode body, String plan, Yes consent) throws Failure {
        List<String> lines = List.of(new ClusterText(cluster).title(), plan);
        Yes.Trial trial =
                () -> {
                    session.out().println(asked(path, body.deepCopy().put("dry_run", true)));
                    return true;
                };
        if (consent.agreed(session, lines, trial)) {
            session.out().println(asked(path, body));
        }
        return 0;
    }

    private String asked(String path, ObjectNode body) throws Failure {
        try {
            AgentClient.Reply reply = agent.post(path, body);
            if (reply.status() != 200 && reply.status() != 202) {
                throw Failure.failed(Members.said(agent.api().toString(), reply));
            }
            return reply.body();
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed(
                    e.line()
                            + "; the change may have happened all the same, look with matriarch"
                            + " list");
        }
    }
}
