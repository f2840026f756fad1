package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.api.dto.MemberDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One member after the other; rolling, each is back before the next one goes. */
final class Restarts {
    private static final int LOOK_MILLIS = 500;
    private static final int SWITCH_MILLIS = 40_000;

    /** A precondition does not hold, and nothing was done. */
    private static final int NOT_NOW = 412;

    private final Session session;
    private final Members members;
    private final Supplier<ObjectNode> body;
    private final int seconds;
    private final boolean rolling;

    /**
     * @param seconds each may take
     */
    Restarts(
            Session session,
            Members members,
            Supplier<ObjectNode> body,
            int seconds,
            boolean rolling) {
        this.session = session;
        this.members = members;
        this.body = body;
        this.seconds = seconds;
        this.rolling = rolling;
    }

    void of(RestartOrder order) throws Failure {
        List<String> done = new ArrayList<>();
        for (MemberDocument m : order.before()) {
            restart(m);
            done.add(m.name());
        }
        if (order.leader().isPresent()) {
            leader(order.leader().get(), rolling && !order.beginsWithLeader(), done);
        }
        for (MemberDocument m : order.after()) {
            awaitReplay(m, order.leader().orElseThrow());
            restart(m);
        }
        if (rolling) {
            tellWhatIsLeft();
        }
    }

    /** Who hands over stops its PostgreSQL, and starts it again as a standby: that is a restart. */
    private void leader(MemberDocument leader, boolean handsOver, List<String> done)
            throws Failure {
        String started = startedAt(leader);
        if (handsOver) {
            handOver(leader, done);
        }
        if (startedAt(leader).equals(started)) {
            restart(leader);
        } else {
            session.out().println(leader.name() + ": restarted by the switchover");
            session.out().flush();
        }
    }

    private String startedAt(MemberDocument m) throws Failure {
        return members.node(m).map(n -> n.path("postmaster_start_time").asText()).orElse("");
    }

    private void tellWhatIsLeft() throws Failure {
        members.refresh();
        String left = PendingText.lines(members.cluster().members());
        if (!left.isEmpty()) {
            session.out().println(left.strip());
            session.out().flush();
        }
    }

    private void restart(MemberDocument m) throws Failure {
        members.call(m, "POST", "/restart", body.get(), (seconds + 60) * 1000);
        if (rolling) {
            awaitBack(m);
        }
    }

    /** What the leader has now stands in its log: before it is replayed, the old limits hold. */
    private void awaitReplay(MemberDocument standby, MemberDocument leader) throws Failure {
        long target = 0;
        long replayed = 0;
        for (int i = 0; i < seconds * 1000L / LOOK_MILLIS; i++) {
            if (target == 0) {
                target = position(leader, "location");
            }
            replayed = position(standby, "replayed_location");
            if (target > 0 && replayed >= target) {
                return;
            }
            look("%s has not replayed what %s has now".formatted(standby.name(), leader.name()));
        }
        throw Failure.failed(
                "stopped: %s has not replayed within %d s what %s has now (%d of %d); the rest was left alone"
                        .formatted(standby.name(), seconds, leader.name(), replayed, target));
    }

    private long position(MemberDocument m, String field) throws Failure {
        return members.node(m).map(n -> n.path("xlog").path(field).asLong()).orElse(0L);
    }

    /**
     * To one that is restarted already, so that it need not be done twice. Where commits wait for
     * standbys, one that has just come back may not lead yet.
     */
    private void handOver(MemberDocument leader, List<String> restarted) throws Failure {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < seconds * 1000L / LOOK_MILLIS; i++) {
            lines.clear();
            for (Optional<String> heir : heirs(restarted)) {
                AgentClient.Reply reply = switchover(leader, heir);
                if (reply.status() == 200) {
                    session.out().println(reply.body());
                    session.out().flush();
                    awaitBack(leader);
                    return;
                }
                lines.add(Members.said("the agent", reply));
                if (reply.status() != NOT_NOW) {
                    throw leftAlone(leader, lines);
                }
            }
            look("nobody can take over from %s: %s".formatted(leader.name(), lines));
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

    /** By its own agent's word: the store's is up to a beat old. */
    private void awaitBack(MemberDocument member) throws Failure {
        String last = "its agent does not answer";
        for (int i = 0; i < seconds * 1000L / LOOK_MILLIS; i++) {
            Optional<MemberDocument> now = members.itself(member);
            if (now.filter(Members::isBack).isPresent()) {
                return;
            }
            last = now.map(m -> m.state() + ": " + m.sentence()).orElse(last);
            look("%s is %s".formatted(member.name(), last));
        }
        throw Failure.failed(
                "stopped: %s is not back after %d s, %s; the rest was left alone"
                        .formatted(member.name(), seconds, last));
    }

    private void look(String state) throws Failure {
        if (!session.terminal().pause(Duration.ofMillis(LOOK_MILLIS))) {
            throw Failure.failed("interrupted; " + state);
        }
    }
}
