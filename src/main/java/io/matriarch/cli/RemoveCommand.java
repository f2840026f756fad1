package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description =
                "Forget a cluster, or a member that has left: delete items from the table, and nothing"
                        + " else.",
        sortOptions = false)
final class RemoveCommand implements Callable<Integer> {
    private static final String AWARE = "Yes I am aware";

    private final Session session;

    @Mixin Where where = new Where();

    @Mixin Yes consent = new Yes();

    @Parameters(paramLabel = "CLUSTER", description = "Its name, as the configuration has it.")
    String name = "";

    @Option(
            names = "--member",
            paramLabel = "MEMBER",
            description = "Forget only this one, which has left for good.")
    Optional<String> member = Optional.empty();

    RemoveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (!where.hasConfig(session)) {
            throw Failure.usage("the configuration names the table: give --config FILE");
        }
        ClusterDocument cluster = where.cluster(session);
        if (!cluster.scope().equals(name)) {
            throw Failure.usage(
                    "the configuration is of cluster %s, not of %s"
                            .formatted(cluster.scope(), name));
        }
        if (member.isPresent()) {
            return new MemberRemoval(session, where, cluster).of(member.get(), consent);
        }
        session.out().println(new ClusterText(cluster).title());
        session.out()
                .println(
                        "Remove: all items of cluster %s are deleted from the table; its members must be stopped. Data directories, backups and names stay."
                                .formatted(name));
        session.out().flush();
        if (consent.dryRun) {
            session.out().println(removed(where::tryRemoval));
            session.out().println("Nothing was done: --dry-run.");
            return 0;
        }
        if (!consent.yes) {
            ask("Please confirm the cluster name to remove: ", name);
            ask("Please type \"%s\": ".formatted(AWARE), AWARE);
            Optional<String> leader = cluster.leader();
            if (leader.isPresent()) {
                ask("Please enter the name of the leader: ", leader.get());
            }
        }
        session.out().println(removed(where::remove));
        return 0;
    }

    private interface Removal {
        String by(Session session) throws IOException;
    }

    private String removed(Removal removal) throws Failure {
        try {
            return removal.by(session);
        } catch (IllegalArgumentException | IOException e) {
            throw Failure.failed(String.valueOf(e.getMessage()));
        }
    }

    private void ask(String question, String right) throws Failure {
        if (!session.terminal().isInteractive()) {
            throw Failure.usage("there is no terminal to ask on: give --yes");
        }
        if (session.terminal().ask(question).map(String::strip).filter(right::equals).isEmpty()) {
            throw Failure.failed("nothing was removed: that was not \"%s\"".formatted(right));
        }
    }
}
