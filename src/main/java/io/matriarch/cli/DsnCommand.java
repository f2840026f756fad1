package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "dsn",
        description = "Print a connection string with all members, for libpq or for JDBC.",
        sortOptions = false)
final class DsnCommand implements Callable<Integer> {

    /** Whose notation. */
    enum Client {
        LIBPQ,
        JDBC
    }

    private final Session session;

    @Mixin Where where = new Where();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "CLIENT",
            description = "libpq or jdbc (default: libpq).")
    Client client = Client.LIBPQ;

    @Option(
            names = "--replica",
            description = "For reading: a standby, or the leader when there is none.")
    boolean replica;

    @Option(
            names = "--database",
            paramLabel = "NAME",
            description = "The database (default: postgres).")
    String database = "postgres";

    @Option(names = "--user", paramLabel = "ROLE", description = "The role to log in as.")
    Optional<String> user = Optional.empty();

    DsnCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        ClusterDocument cluster = where.cluster(session);
        if (cluster.members().isEmpty()) {
            throw Failure.failed("cluster %s has no members yet".formatted(cluster.scope()));
        }
        var dsn = new ConnectionString(cluster, where.zone(session), database, user, replica);
        session.out()
                .println(
                        switch (client) {
                            case LIBPQ -> dsn.libpq();
                            case JDBC -> dsn.jdbc();
                        });
        session.out().flush();
        return 0;
    }
}
