package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.matriarch.api.dto.MemberDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "flush",
        description = "Forget what is scheduled: a switchover, or restarts.",
        sortOptions = false)
final class FlushCommand implements Callable<Integer> {
    private static final int MILLIS = 10_000;

    /** What is forgotten. */
    enum What {
        SWITCHOVER,
        RESTART
    }

    private final Session session;

    @Mixin Where where = new Where();

    @Mixin Yes consent = new Yes();

    @Parameters(index = "0", paramLabel = "WHAT", description = "switchover or restart.")
    What what = What.SWITCHOVER;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "MEMBER",
            description = "Whose restart (default: all that are scheduled).")
    List<String> names = new ArrayList<>();

    FlushCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var members = new Members(session, where);
        return switch (what) {
            case SWITCHOVER -> switchover(members);
            case RESTART -> restarts(members);
        };
    }

    private int switchover(Members members) throws Failure {
        String at =
                members.cluster()
                        .scheduledSwitchover()
                        .orElseThrow(() -> Failure.failed("no switchover is scheduled"))
                        .at();
        List<String> plan =
                List.of(members.title(), "Flush: the switchover scheduled at " + at + ".");
        if (consent.agreed(session, plan, () -> asked(members, "/switchover?dry-run=true"))) {
            boolean _ = asked(members, "/switchover");
        }
        return consent.exit();
    }

    private boolean asked(Members members, String path) throws Failure {
        try {
            AgentClient.Reply reply = members.any().send("DELETE", path, Optional.empty(), MILLIS);
            if (reply.status() != 200) {
                throw Failure.failed(Members.said("the agent", reply));
            }
            session.out().println(reply.body());
            return true;
        } catch (AgentClient.Unreachable e) {
            throw Failure.failed(e.line());
        }
    }

    private int restarts(Members members) throws Failure {
        List<MemberDocument> chosen =
                members.chosen(names, Members.Role.ANY).stream()
                        .filter(m -> m.scheduledRestart().isPresent() || !names.isEmpty())
                        .toList();
        if (chosen.isEmpty()) {
            throw Failure.failed("no restarts are scheduled");
        }
        List<String> plan =
                List.of(
                        members.title(),
                        "Flush: the scheduled restarts of %s.".formatted(Members.names(chosen)));
        if (consent.agreed(session, plan, () -> trial(members, chosen))) {
            for (MemberDocument m : chosen) {
                members.call(
                        m, "DELETE", "/restart", JsonNodeFactory.instance.objectNode(), MILLIS);
            }
        }
        return consent.exit();
    }

    private static boolean trial(Members members, List<MemberDocument> chosen) throws Failure {
        boolean all = true;
        for (MemberDocument m : chosen) {
            all &= members.trial(m, "/restart", MILLIS);
        }
        return all;
    }
}
