package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.matriarch.api.dto.MemberDocument;
import java.time.Duration;
import java.util.Optional;

/** Follows a copy to its end, by the word of the agent that makes it. */
final class CopyWait {
    private static final Duration LOOK = Duration.ofMillis(500);

    /** An agent that has started again knows of no copy. */
    private static final int LOOKS_WITHOUT = 4;

    private final Session session;
    private final Members members;
    private final MemberDocument member;
    private final String before;
    private String told = "";

    /** Looks before the copy is asked for, so that an earlier one is not taken for it. */
    CopyWait(Session session, Members members, MemberDocument member) throws Failure {
        this.session = session;
        this.members = members;
        this.member = member;
        this.before = newest(order()).path("id").asText();
    }

    private JsonNode order() throws Failure {
        return members.node(member).map(n -> n.path("order")).orElse(MissingNode.getInstance());
    }

    private static JsonNode newest(JsonNode order) {
        return order.path("newest");
    }

    /**
     * @throws Failure that says why the copy has failed
     */
    void await() throws Failure {
        int without = 0;
        while (true) {
            JsonNode order = order();
            JsonNode ended = newest(order);
            if (ended.has("id") && !ended.path("id").asText().equals(before)) {
                end(ended);
                return;
            }
            without = order.has("doing") || members.node(member).isEmpty() ? 0 : without + 1;
            if (without >= LOOKS_WITHOUT) {
                throw Failure.failed(
                        "%s: its agent has started again, and does not know what became of the copy: look with matriarch list"
                                .formatted(member.name()));
            }
            look();
        }
    }

    private void end(JsonNode ended) throws Failure {
        String line = "%s: %s".formatted(member.name(), ended.path("words").asText());
        if (!ended.path("end").asText().equals("done")) {
            throw Failure.failed(line);
        }
        session.out().println(line);
        session.out().flush();
        while (members.itself(member).filter(Members::isBack).isEmpty()) {
            look();
        }
        say();
    }

    private void look() throws Failure {
        say();
        if (!session.terminal().pause(LOOK)) {
            throw Failure.failed("interrupted; the agent goes on without this command");
        }
    }

    private void say() throws Failure {
        Optional<String> sentence = members.itself(member).map(MemberDocument::sentence);
        if (sentence.isPresent() && !sentence.get().equals(told)) {
            told = sentence.get();
            session.out().println("%s: %s".formatted(member.name(), told));
            session.out().flush();
        }
    }
}
