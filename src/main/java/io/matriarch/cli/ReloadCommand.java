package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.matriarch.api.dto.MemberDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "reload",
        description = "Have members read their configuration again; nothing is interrupted.",
        sortOptions = false)
final class ReloadCommand implements Callable<Integer> {
    private static final int MILLIS = 30_000;

    private final Session session;

    @Mixin Where where = new Where();

    @Mixin Yes consent = new Yes();

    @Parameters(arity = "0..*", paramLabel = "MEMBER", description = "Who (default: all).")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = Members.Role.NAMES + " (default: any).")
    Members.Role role = Members.Role.ANY;

    ReloadCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var members = new Members(session, where);
        List<MemberDocument> chosen = members.chosen(names, role);
        List<String> plan =
                List.of(
                        members.title(),
                        "Reload: %s; no connection ends.".formatted(Members.names(chosen)));
        if (consent.agreed(session, plan, () -> trial(members, chosen))) {
            for (MemberDocument m : chosen) {
                members.call(m, "POST", "/reload", JsonNodeFactory.instance.objectNode(), MILLIS);
            }
        }
        return consent.exit();
    }

    private static boolean trial(Members members, List<MemberDocument> chosen) throws Failure {
        boolean all = true;
        for (MemberDocument m : chosen) {
            all &= members.trial(m, "/reload", JsonNodeFactory.instance.objectNode(), MILLIS);
        }
        return all;
    }
}
