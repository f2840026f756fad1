package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.api.dto.MemberDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One member after the other; rolling, each is back before the next one goes. */
final class Restarts {
    private final Session session;
    private final Members members;
    private final Supplier<ObjectNode> body;
    private final int seconds;
    private final boolean rolling;
    private final Comeback comeback;

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
        this.comeback = new Comeback(session, members, seconds);
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
            comeback.awaitReplay(m, order.leader().orElseThrow());
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
            new RollingHandOver(session, members, comeback).of(leader, done);
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
            comeback.await(m);
        }
    }
}
