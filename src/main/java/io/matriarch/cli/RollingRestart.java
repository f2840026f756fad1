package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.api.dto.MemberDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One member after the other, the leader last, when another one leads. */
final class RollingRestart {
    private static final int LOOK_MILLIS = 500;
    private static final int SWITCH_MILLIS = 40_000;

    private final Session session;
    private final Members members;
    private final Supplier<ObjectNode> body;
    private final int seconds;

    RollingRestart(Session session, Members members, Supplier<ObjectNode> body, int seconds) {
        this.session = session;
        this.members = members;
        this.body = body;
        this.seconds = seconds;
    }

    void of(List<MemberDocument> chosen) throws Failure {
        Optional<String> leader = members.leader();
        List<String> done = new ArrayList<>();
        for (MemberDocument m : chosen) {
            if (!leader.equals(Optional.of(m.name()))) {
                restart(m);
                done.add(m.name());
            }
        }
        for (MemberDocument m : chosen) {
            if (leader.equals(Optional.of(m.name()))) {
                handOver(m, done);
                restart(m);
            }
        }
        tellWhatIsLeft();
    }

    /** A standby must not have less than its primary: what is lowered begins with the leader. */
    private void tellWhatIsLeft() throws Failure {
        members.refresh();
        List<String> left = new ArrayList<>();
        for (MemberDocument m : members.chosen(List.of(), Members.Role.ANY)) {
            if (m.pendingRestart().orElse(false)) {
                left.add(m.name());
            }
        }
        if (!left.isEmpty()) {
            session.out()
                    .println(
                            "still waiting for a restart: %s. A limit that was lowered begins with the leader: matriarch restart --role leader, then matriarch restart --pending"
                                    .formatted(String.join(", ", left)));
        }
    }

    private void restart(MemberDocument m) throws Failure {
        members.call(m, "POST", "/restart", body.get(), (seconds + 60) * 1000);
        awaitStreaming(m.name());
    }

    /** To one that is restarted already, so that it need not be done twice. */
    private void handOver(MemberDocument leader, List<String> restarted) throws Failure {
        List<String> lines = new ArrayList<>();
        List<Optional<String>> heirs = new ArrayList<>();
        restarted.forEach(name -> heirs.add(Optional.of(name)));
        if (heirs.isEmpty()) {
            heirs.add(Optional.empty());
        }
        for (Optional<String> heir : heirs) {
            ObjectNode call = JsonNodeFactory.instance.objectNode().put("leader", leader.name());
            heir.ifPresent(h -> call.put("candidate", h));
            try {
                AgentClient.Reply reply =
                        members.any()
                                .send(
                                        "POST",
                                        "/switchover",
                                        Optional.of(call.toString()),
                                        SWITCH_MILLIS);
                if (reply.status() == 200) {
                    session.out().println(reply.body());
                    session.out().flush();
                    awaitStreaming(leader.name());
                    return;
                }
                lines.add(Members.said("the agent", reply));
            } catch (AgentClient.Unreachable e) {
                lines.add(e.line());
            }
        }
        throw Failure.failed(
                "stopped before the leader %s, which nobody could take over from: %s"
                        .formatted(leader.name(), String.join("; ", lines)));
    }

    private void awaitStreaming(String name) throws Failure {
        String last = "it has not been seen since";
        for (int i = 0; i < seconds * 1000L / LOOK_MILLIS; i++) {
            members.refresh();
            MemberDocument m = members.named(name);
            if (m.state().equals("streaming")) {
                return;
            }
            last = m.state() + ": " + m.sentence();
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw Failure.failed("interrupted; %s is %s".formatted(name, last));
            }
        }
        throw Failure.failed(
                "stopped: %s does not stream again after %d s, %s; the rest was left alone"
                        .formatted(name, seconds, last));
    }
}
