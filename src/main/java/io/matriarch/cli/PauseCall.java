package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
import io.matriarch.api.dto.PauseDocument;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Has an agent pause the cluster or go on, and waits until every member knows. */
final class PauseCall {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int POLLS = 120;

    private final Session session;
    private final AgentClient agent;

    PauseCall(Session session, Where where) throws Failure {
        this.session = session;
        this.agent = where.operator(session);
    }

    int perform(String method, Optional<Object> body, boolean wait) throws Failure {
        try {
            AgentClient.Reply reply = agent.change(method, "/pause", body);
            if (reply.status() != 200) {
                throw Failure.failed(
                        reply.body().isEmpty()
                                ? "%s answered %d".formatted(agent.api(), reply.status())
                                : reply.body());
            }
            session.out().println(reply.body());
            session.out().flush();
            if (wait) {
                await(method.equals("POST"));
            }
            return 0;
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed(
                    e.line() + "; it may have happened all the same, look with matriarch list");
        }
    }

    private void await(boolean paused) throws Failure, AgentClient.Unreachable {
        List<String> others = List.of();
        for (int i = 0; i < POLLS; i++) {
            ClusterDocument cluster = agent.get("/cluster", ClusterDocument.class);
            boolean here = cluster.pause().orElse(false) == paused;
            Optional<String> since = cluster.paused().map(PauseDocument::since);
            others =
                    cluster.members().stream()
                            .filter(m -> !m.state().equals("unreachable"))
                            .filter(m -> !m.paused().equals(since))
                            .map(MemberDocument::name)
                            .toList();
            if (here && others.isEmpty()) {
                session.out().println(seen(cluster));
                return;
            }
            if (!session.terminal().pause(POLL)) {
                break;
            }
        }
        throw Failure.failed(
                "not every member has seen it: "
                        + (others.isEmpty() ? "the store does not show it" : said(others)));
    }

    private static String said(List<String> names) {
        return "waiting for " + String.join(", ", names);
    }

    private static String seen(ClusterDocument cluster) {
        List<String> silent =
                cluster.members().stream()
                        .filter(m -> m.state().equals("unreachable"))
                        .map(MemberDocument::name)
                        .toList();
        return silent.isEmpty()
                ? "all members have seen it"
                : "all members that answer have seen it; not reachable: "
                        + String.join(", ", silent);
    }
}
