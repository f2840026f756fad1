package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.matriarch.api.dto.MemberDocument;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "reinit",
        description = "Build a replica's data anew; the old directory is kept aside.",
        sortOptions = false)
final class ReinitCommand implements Callable<Integer> {
    private static final int BEGIN_MILLIS = 60_000;

    private final Session session;

    @Mixin Where where = new Where();

    @Mixin Yes consent = new Yes();

    @Parameters(paramLabel = "MEMBER", description = "Whose; never the leader.")
    String name = "";

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            description = "leader, archive, or another member (default: leader).")
    String from = "leader";

    @Option(names = "--force", description = "Give up a copy or a rewind that is under way.")
    boolean force;

    @Option(names = "--wait", description = "Wait until it streams again, or the copy has failed.")
    boolean wait;

    ReinitCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var members = new Members(session, where);
        MemberDocument m = members.named(name);
        if (members.leader().equals(Optional.of(name))) {
            throw Failure.failed(
                    "%s leads, and a leader is never reinitialized: matriarch switchover first"
                            .formatted(name));
        }
        String source =
                switch (from) {
                    case "leader" -> members.leader().orElse("the leader");
                    case "archive" -> "the archive";
                    default -> members.named(from).name();
                };
        List<String> plan =
                List.of(
                        members.title(),
                        "Reinitialize: %s stops serving, and is built anew from %s; its old directory is kept aside."
                                .formatted(name, source));
        var body = JsonNodeFactory.instance.objectNode().put("from", from);
        if (force) {
            body.put("force", true);
        }
        if (consent.agreed(
                session,
                plan,
                () -> members.trial(m, "/reinitialize", body.deepCopy(), BEGIN_MILLIS))) {
            var copy = new CopyWait(session, members, m);
            members.call(m, "POST", "/reinitialize", body, BEGIN_MILLIS);
            if (wait) {
                copy.await();
            }
        }
        return consent.exit();
    }
}
