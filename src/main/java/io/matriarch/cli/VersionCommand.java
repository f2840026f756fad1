package io.matriarch.cli;

import io.matriarch.api.dto.MemberDocument;
import io.matriarch.cluster.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "version",
        description = "Show the version of this program, and those of the members.",
        sortOptions = false)
final class VersionCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Parameters(arity = "0..*", paramLabel = "MEMBER", description = "Whose agent and PostgreSQL.")
    List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "Those of all members.")
    boolean all;

    VersionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.out().println("matriarch " + Release.VERSION);
        if (all || !names.isEmpty()) {
            var members = new Members(session, where);
            for (MemberDocument m : members.chosen(names, Members.Role.ANY)) {
                session.out().println(line(members, m));
            }
        }
        return 0;
    }

    /** What its own agent says; the list's is as old as the member's last word. */
    private static String line(Members members, MemberDocument m) throws Failure {
        Optional<Integer> postgres =
                members.node(m).map(n -> n.path("server_version").asInt()).filter(v -> v > 0);
        return "%s: matriarch %s, PostgreSQL %s"
                .formatted(
                        m.name(),
                        m.version(),
                        postgres.map(v -> "%d.%d".formatted(v / 10_000, v % 10_000))
                                .orElse("unknown: it does not answer"));
    }
}
