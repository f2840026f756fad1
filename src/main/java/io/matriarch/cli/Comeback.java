package io.matriarch.cli;

import io.matriarch.api.dto.MemberDocument;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits for members that have restarted.
 *
 * @param seconds each may take
 */
record Comeback(Session session, Members members, int seconds) {
    private static final int LOOK_MILLIS = 500;

    long looks() {
        return seconds * 1000L / LOOK_MILLIS;
    }

    /** What the leader has now stands in its log: before it is replayed, the old limits hold. */
    void awaitReplay(MemberDocument standby, MemberDocument leader) throws Failure {
        long target = 0;
        long replayed = 0;
        for (int i = 0; i < looks(); i++) {
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

    /** By its own agent's word: the store's is up to a beat old. */
    void await(MemberDocument member) throws Failure {
        String last = "its agent does not answer";
        for (int i = 0; i < looks(); i++) {
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

    /** A while later. */
    void look(String state) throws Failure {
        if (!session.terminal().pause(Duration.ofMillis(LOOK_MILLIS))) {
            throw Failure.failed("interrupted; " + state);
        }
    }
}
