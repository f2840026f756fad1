package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.api.dto.MemberDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restart",
        description = "Restart PostgreSQL in place; whoever leads goes on leading.",
        sortOptions = false)
final class RestartCommand implements Callable<Integer> {
    private static final int DEFAULT_SECONDS = 300;

    private final Session session;

    @Mixin Where where = new Where();

    @Mixin Yes consent = new Yes();

    @Parameters(arity = "0..*", paramLabel = "MEMBER", description = "Whose (default: all).")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "leader, replica or any (default: any).")
    Members.Role role = Members.Role.ANY;

    @Option(names = "--pending", description = "Only where a setting waits for a restart.")
    boolean pending;

    @Option(
            names = "--rolling",
            description =
                    "Replicas first, one at a time, then a switchover, then the former leader.")
    boolean rolling;

    @Option(
            names = "--scheduled",
            paramLabel = "TIME",
            description = "At this time, with its zone, such as 2030-01-02T03:04:00Z.")
    Optional<String> scheduled = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "It must be back by then (default: 300); else another member may lead.")
    int seconds = DEFAULT_SECONDS;

    RestartCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (seconds < 1 || seconds > 86_400) {
            throw Failure.usage("--timeout %d is not 1 to 86400 seconds".formatted(seconds));
        }
        if (rolling && scheduled.isPresent()) {
            throw Failure.usage("--rolling cannot be scheduled: schedule the members one by one");
        }
        var members = new Members(session, where);
        List<MemberDocument> chosen =
                members.chosen(names, role).stream()
                        .filter(m -> !pending || m.pendingRestart().orElse(false))
                        .toList();
        if (chosen.isEmpty()) {
            session.out().println("no setting of these members waits for a restart");
            return 0;
        }
        if (!consent.agreed(session, plan(members, chosen))) {
            return 0;
        }
        if (rolling) {
            new RollingRestart(session, members, this::body, seconds).of(chosen);
            return 0;
        }
        for (MemberDocument m : chosen) {
            members.call(m, "POST", "/restart", body(), millis());
        }
        return 0;
    }

    private int millis() {
        return (seconds + 60) * 1000;
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("timeout", seconds);
        if (pending) {
            body.put("restart_pending", true);
        }
        scheduled.ifPresent(at -> body.put("schedule", at));
        return body;
    }

    private List<String> plan(Members members, List<MemberDocument> chosen) {
        String when = scheduled.map(at -> " at " + at).orElse("");
        List<String> lines = new ArrayList<>();
        lines.add(members.title());
        for (MemberDocument m : chosen) {
            boolean leads = members.leader().equals(Optional.of(m.name()));
            lines.add(
                    "Restart%s: %s%s%s"
                            .formatted(
                                    when,
                                    m.name(),
                                    leads
                                            ? rolling
                                                    ? ", last and no longer leading: a switchover"
                                                            + " before, a short pause for writes"
                                                    : ", the leader: it keeps the lease, and no"
                                                            + " writes are taken until it is back"
                                            : ", a replica: its readers are sent away",
                                    PendingText.brought(m)));
        }
        return lines;
    }
}
