package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
import io.matriarch.api.dto.OtherClusterDocument;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits until a cluster that was demoted streams from the one that it is to follow. */
final class FollowWait {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int ANSWER_MILLIS = 2_000;

    private final Session session;
    private final AgentClient agent;
    private final boolean streams;
    private String said = "";

    /**
     * @param streams it is to stream; else the other cluster's archive is all that it has
     */
    FollowWait(Session session, AgentClient agent, boolean streams) {
        this.session = session;
        this.agent = agent;
        this.streams = streams;
    }

    /**
     * @throws Failure when it does not follow within that span: it goes on all the same
     */
    void await(String to, Duration within) throws Failure {
        String last = "nobody has been seen yet";
        for (long i = within.dividedBy(POLL); i > 0; i--) {
            try {
                ClusterDocument cluster = agent.get("/cluster", ClusterDocument.class);
                Optional<MemberDocument> leader = leader(cluster);
                Optional<MemberDocument> follower =
                        leader.filter(this::follows).filter(FollowWait::saysSo);
                Optional<String> missing = follower.flatMap(m -> missing(m, to));
                if (follower.isPresent() && missing.isEmpty()) {
                    say("%s follows %s: the cluster is demoted".formatted(leader.get().name(), to));
                    return;
                }
                last = missing.or(() -> leader.map(FollowWait::words)).orElse("nobody leads");
            } catch (AgentClient.Unreachable e) {
                last = e.line();
            }
            say("waiting: " + last);
            if (!session.terminal().pause(POLL)) {
                break;
            }
        }
        throw Failure.failed(
                "the demotion to %s has not ended yet, and goes on; look with matriarch list: %s"
                        .formatted(to, last));
    }

    private static Optional<MemberDocument> leader(ClusterDocument cluster) {
        return cluster.leader()
                .flatMap(
                        name ->
                                cluster.members().stream()
                                        .filter(m -> m.name().equals(name))
                                        .findFirst());
    }

    private boolean follows(MemberDocument leader) {
        return leader.role().equals("standby_leader")
                && leader.state().equals(streams ? "streaming" : "running");
    }

    /** What others know of it may be older than what it is about to do. */
    private static boolean saysSo(MemberDocument leader) {
        try {
            return new AgentClient(URI.create(leader.apiUrl()), List.of())
                            .send("GET", "/standby-leader", Optional.empty(), ANSWER_MILLIS)
                            .status()
                    == 200;
        } catch (AgentClient.Unreachable | IllegalArgumentException _) {
            return false;
        }
    }

    /** A server that lacks the end of this cluster's log streams to it all the same. */
    private Optional<String> missing(MemberDocument leader, String to) {
        if (!streams) {
            return Optional.empty();
        }
        try {
            OtherClusterDocument other =
                    new AgentClient(URI.create(leader.apiUrl()), List.of())
                            .get("/other-cluster", OtherClusterDocument.class);
            boolean whole = !other.writer().isEmpty() || other.whole().orElse(false);
            return whole
                    ? Optional.empty()
                    : Optional.of(
                            "%s streams from %s, which has not all of its log%s"
                                    .formatted(
                                            leader.name(),
                                            to,
                                            other.received()
                                                    .map(l -> ", but up to " + l)
                                                    .orElseGet(() -> why(other))));
        } catch (AgentClient.Unreachable | Failure e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String why(OtherClusterDocument other) {
        return " as far as can be seen: " + other.trouble();
    }

    private static String words(MemberDocument leader) {
        return "%s is %s: %s".formatted(leader.name(), leader.state(), leader.sentence());
    }

    /** One line for each step of the way. */
    private void say(String line) {
        if (!line.equals(said)) {
            session.out().println(line);
            session.out().flush();
            said = line;
        }
    }
}
