package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
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

    int perform(
            String path,
            Optional<String> leader,
            Optional<String> candidate,
            boolean force,
            String plan,
            boolean yes)
            throws Failure {
        session.out().println(new ClusterText(cluster).title());
        session.out().println(plan);
        session.out().flush();
        if (!yes) {
            Consent.ask(session);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        leader.ifPresent(l -> body.put("leader", l));
        candidate.ifPresent(c -> body.put("candidate", c));
        if (force) {
            body.put("force", true);
        }
        try {
            AgentClient.Reply reply = agent.post(path, body);
            if (reply.status() != 200) {
                throw Failure.failed(
                        reply.body().isEmpty()
                                ? "%s answered %d".formatted(agent.api(), reply.status())
                                : reply.body());
            }
            session.out().println(reply.body());
            return 0;
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed(
                    e.line()
                            + "; the change may have happened all the same, look with matriarch"
                            + " list");
        }
    }
}
