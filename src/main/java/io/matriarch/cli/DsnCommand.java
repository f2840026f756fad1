package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
            names = {"-r", "--role"},
            paramLabel = "ROLE",
            description = "Only members in this role: leader, primary, replica, standby or any.")
    Optional<DsnRole> role = Optional.empty();

    @Option(
            names = {"-m", "--member"},
            paramLabel = "NAME",
            description = "Only this member, whatever it is.")
    Optional<String> member = Optional.empty();

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
        if (member.isPresent() && role.isPresent()
                || replica && (member.isPresent() || role.isPresent())) {
            throw Failure.usage("--replica, --role and --member: one of them is right");
        }
        ClusterDocument cluster = where.cluster(session);
        if (cluster.members().isEmpty()) {
            throw Failure.failed("cluster %s has no members yet".formatted(cluster.scope()));
        }
        ConnectionString dsn = string(cluster);
        session.out()
                .println(
                        switch (client) {
                            case LIBPQ -> dsn.libpq();
                            case JDBC -> dsn.jdbc();
                        });
        session.out().flush();
        return 0;
    }

    private ConnectionString string(ClusterDocument cluster) throws Failure {
        var hosts = new Hosts(cluster, where.zone(session));
        if (member.isPresent()) {
            return only(hosts, List.of(named(cluster, member.get())), Purpose.ANY);
        }
        if (role.isEmpty()) {
            return new ConnectionString(
                    hosts.all(replica), replica ? Purpose.READ : Purpose.WRITE, database, user);
        }
        String leader = cluster.leader().orElse("");
        return switch (role.get()) {
            case LEADER, PRIMARY -> only(hosts, those(cluster, leader::equals), Purpose.WRITE);
            case REPLICA, STANDBY ->
                    only(hosts, those(cluster, name -> !name.equals(leader)), Purpose.STANDBY);
            case ANY -> only(hosts, cluster.members(), Purpose.ANY);
        };
    }

    private ConnectionString only(Hosts hosts, List<MemberDocument> members, Purpose purpose) {
        return new ConnectionString(
                hosts.of(members, purpose != Purpose.WRITE), purpose, database, user);
    }

    private static MemberDocument named(ClusterDocument cluster, String name) throws Failure {
        return cluster.members().stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                Failure.usage(
                                        "there is no member %s; there are %s"
                                                .formatted(
                                                        name,
                                                        cluster.members().stream()
                                                                .map(MemberDocument::name)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    private List<MemberDocument> those(ClusterDocument cluster, Predicate<String> which)
            throws Failure {
        List<MemberDocument> found =
                cluster.members().stream().filter(m -> which.test(m.name())).toList();
        if (found.isEmpty()) {
            throw Failure.failed(
                    "cluster %s has no %s at this moment"
                            .formatted(
                                    cluster.scope(),
                                    role.map(r -> r.name().toLowerCase(Locale.ROOT)).orElse("")));
        }
        return found;
    }
}
