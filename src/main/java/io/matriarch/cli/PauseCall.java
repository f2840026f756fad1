package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

    /** Every agent does nothing by itself from now on. */
    int pause(ObjectNode body, boolean wait, Yes consent) throws Failure {
        List<String> plan =
                List.of(
                        title(),
                        "Pause: no failover, no start of a stopped server, no rejoin and no copy until matriarch resume; if the leader is lost, nobody takes writes until an operator names the next one.");
        ObjectNode trial = body.deepCopy().put("dry_run", true);
        if (consent.agreed(session, plan, () -> say("POST", "/pause", Optional.of(trial)))) {
            return perform("POST", Optional.of(body), wait);
        }
        return consent.exit();
    }

    /** They go on. */
    int resume(boolean wait, Yes consent) throws Failure {
        List<String> plan =
                List.of(
                        title(),
                        "Resume: the agents go on: what is down is started, what is behind is rebuilt, and a free lease is taken.");
        if (consent.agreed(
                session, plan, () -> say("DELETE", "/pause?dry-run=true", Optional.empty()))) {
            return perform("DELETE", Optional.empty(), wait);
        }
        return consent.exit();
    }

    private String title() throws Failure {
        try {
            return new ClusterText(agent.get("/cluster", ClusterDocument.class)).title();
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed(e.line() + "; name a member that runs with --api URL");
        }
    }

    private int perform(String method, Optional<Object> body, boolean wait) throws Failure {
        boolean _ = say(method, "/pause", body);
        try {
            if (wait) {
                await(method.equals("POST"));
            }
            return 0;
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed(e.line());
        }
    }

    private boolean say(String method, String path, Optional<Object> body) throws Failure {
        try {
            AgentClient.Reply reply = agent.change(method, path, body);
            if (reply.status() != 200) {
                throw Failure.failed(Members.said(agent.api().toString(), reply));
            }
            session.out().println(reply.body());
            session.out().flush();
            return true;
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
