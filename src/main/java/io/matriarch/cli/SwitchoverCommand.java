package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "switchover",
        description = "The leader hands over in order; no commit is lost.",
        sortOptions = false)
final class SwitchoverCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Option(
            names = "--leader",
            paramLabel = "MEMBER",
            description = "Who leads now; it is refused when another one does.")
    Optional<String> leader = Optional.empty();

    @Option(
            names = "--candidate",
            paramLabel = "MEMBER",
            description = "Who shall lead (default: the best one).")
    Optional<String> candidate = Optional.empty();

    @Option(
            names = "--scheduled",
            paramLabel = "TIME",
            description = "At this time, with its zone, such as 2030-01-02T03:04:00Z.")
    Optional<String> scheduled = Optional.empty();

    @Mixin Yes consent = new Yes();

    SwitchoverCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var change = new Change(session, where);
        String from =
                leader.or(change::leader)
                        .orElseThrow(
                                () ->
                                        Failure.failed(
                                                "nobody leads: matriarch failover --candidate"
                                                        + " MEMBER names the one that shall"));
        String to = candidate.orElse("the best of " + change.others());
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("leader", from);
        candidate.ifPresent(c -> body.put("candidate", c));
        scheduled.ifPresent(at -> body.put("scheduled_at", at));
        return change.perform(
                "/switchover",
                body,
                "Switchover%s: %s stops taking writes, and hands over to %s."
                        .formatted(scheduled.map(at -> " at " + at).orElse(""), from, to),
                consent);
    }
}
