package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.api.dto.MemberDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The switchover before the leader of a rolling restart. */
record RollingHandOver(Session session, Members members, Comeback comeback) {
    private static final int SWITCH_MILLIS = 40_000;

    /** A precondition does not hold, and nothing was done. */
    private static final int NOT_NOW = 412;

    /**
     * To one that is restarted already, so that it need not be done twice. Where commits wait for
     * standbys, one that has just come back may not lead yet.
     */
    void of(MemberDocument leader, List<String> restarted) throws Failure {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < comeback.looks(); i++) {
            lines.clear();
            for (Optional<String> heir : heirs(restarted)) {
                AgentClient.Reply reply = switchover(leader, heir);
                if (reply.status() == 200) {
                    session.out().println(reply.body());
                    session.out().flush();
                    comeback.await(leader);
                    return;
                }
                lines.add(Members.said("the agent", reply));
                if (reply.status() != NOT_NOW) {
                    throw leftAlone(leader, lines);
                }
            }
            comeback.look("nobody can take over from %s: %s".formatted(leader.name(), lines));
        }
        throw leftAlone(leader, lines);
    }

    private static List<Optional<String>> heirs(List<String> restarted) {
        return restarted.isEmpty()
                ? List.of(Optional.empty())
                : restarted.stream().map(Optional::of).toList();
    }

    private AgentClient.Reply switchover(MemberDocument leader, Optional<String> heir)
            throws Failure {
        ObjectNode call = JsonNodeFactory.instance.objectNode().put("leader", leader.name());
        heir.ifPresent(h -> call.put("candidate", h));
        try {
            return members.any()
                    .send("POST", "/switchover", Optional.of(call.toString()), SWITCH_MILLIS);
        } catch (AgentClient.Unreachable e) {
            throw leftAlone(leader, List.of(e.line()));
        }
    }

    private static Failure leftAlone(MemberDocument leader, List<String> lines) {
        return Failure.failed(
                "stopped before the leader %s, which nobody could take over from: %s"
                        .formatted(leader.name(), String.join("; ", lines)));
    }
}
