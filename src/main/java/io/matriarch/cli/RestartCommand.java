package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matriarch.api.dto.MemberDocument;
import java.util.ArrayList;
import java.util.Collections;
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
            description = Members.Role.NAMES + " (default: any).")
    Members.Role role = Members.Role.ANY;

    @Option(names = "--pending", description = "Only where a setting waits for a restart.")
    boolean pending;

    @Option(
            names = "--rolling",
            description =
                    "One at a time: replicas, then a switchover, then the former leader; a limit that"
                            + " is lowered begins with the leader.")
    boolean rolling;

    @Option(names = "--any", description = "One of them, whichever.")
    boolean any;

    @Option(
            names = "--pg-version",
            paramLabel = "VERSION",
            description = "Only where PostgreSQL is older than this one, such as 16.4.")
    Optional<String> below = Optional.empty();

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
        if (below.isPresent() && !below.get().matches("[1-9][0-9]?(\\.[0-9]{1,2})?")) {
            throw Failure.usage(
                    "--pg-version %s is no version such as 16.4".formatted(below.get()));
        }
        var members = new Members(session, where);
        List<MemberDocument> chosen = chosen(members);
        if (chosen.isEmpty()) {
            session.out()
                    .println(
                            pending
                                    ? "no setting of these members waits for a restart"
                                    : "none of these members runs a PostgreSQL older than "
                                            + below.orElse("asked"));
            return 0;
        }
        RestartOrder order = RestartOrder.of(chosen, members.cluster().members(), members.leader());
        List<String> plan = new RestartPlan(scheduled, rolling).lines(members.title(), order);
        if (consent.agreed(session, plan, () -> trial(members, order, chosen))) {
            perform(members, order, chosen);
        }
        return consent.exit();
    }

    private List<MemberDocument> chosen(Members members) throws Failure {
        List<MemberDocument> all =
                new ArrayList<>(
                        members.chosen(names, role).stream()
                                .filter(m -> !pending || m.pendingRestart().orElse(false))
                                .toList());
        if (below.isPresent()) {
            List<MemberDocument> newer = new ArrayList<>();
            for (MemberDocument m : all) {
                int runs = members.node(m).map(n -> n.path("server_version").asInt()).orElse(0);
                if (runs >= number(below.get())) {
                    newer.add(m);
                }
            }
            all.removeAll(newer);
        }
        if (any) {
            Collections.shuffle(all);
            return all.subList(0, Math.min(1, all.size()));
        }
        return all;
    }

    /** As server_version_num has it: 160004 for 16.4. */
    private static int number(String version) {
        String[] parts = version.split("\\.", 2);
        return Integer.parseInt(parts[0]) * 10_000
                + (parts.length < 2 ? 0 : Integer.parseInt(parts[1]));
    }

    private boolean trial(Members members, RestartOrder order, List<MemberDocument> chosen)
            throws Failure {
        boolean all = true;
        for (MemberDocument m : chosen) {
            all &= members.trial(m, "/restart", body(), millis());
        }
        if (rolling && order.leader().isPresent() && !order.beginsWithLeader()) {
            var call = JsonNodeFactory.instance.objectNode();
            MemberDocument leader = order.leader().get();
            all &=
                    members.trial(
                            leader, "/switchover", call.put("leader", leader.name()), millis());
        }
        return all;
    }

    private void perform(Members members, RestartOrder order, List<MemberDocument> chosen)
            throws Failure {
        if (scheduled.isEmpty()) {
            new Restarts(session, members, this::body, seconds, rolling).of(order);
            return;
        }
        for (MemberDocument m : chosen) {
            members.call(m, "POST", "/restart", body(), millis());
        }
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
        below.ifPresent(version -> body.put("postgres_version", version));
        return body;
    }
}
