package io.matriarch.cli;

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

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

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
        return change.perform(
                "/switchover",
                Optional.of(from),
                candidate,
                false,
                "Switchover: %s stops taking writes, and hands over to %s.".formatted(from, to),
                yes);
    }
}
