package io.matriarch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.MemberDocument;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "query",
        description = "Run SQL on the leader, on a replica, or on a named member.",
        sortOptions = false)
final class QueryCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Option(
            names = {"-c", "--command"},
            paramLabel = "SQL",
            description = "What is run.")
    Optional<String> command = Optional.empty();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Holds what is run; - is the standard input.")
    Optional<String> file = Optional.empty();

    @Mixin Watch watch = new Watch();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = Members.Role.NAMES + " (default: leader).")
    Members.Role role = Members.Role.LEADER;

    @Option(names = "--member", paramLabel = "MEMBER", description = "This one, whatever it is.")
    Optional<String> member = Optional.empty();

    @Option(
            names = "--database",
            paramLabel = "NAME",
            description = "The database (default: postgres).")
    String database = "postgres";

    @Option(
            names = "--user",
            paramLabel = "ROLE",
            description = "The role to log in as (default: postgres).")
    String user = "postgres";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds its password (default: $PGPASSWORD, else ~/.pgpass).")
    Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json, yaml or tsv (default: table).")
    Format format = Format.TABLE;

    QueryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        String sql = sql();
        Optional<String> password = password();
        // Anew in each round: another member may lead by then.
        return watch.show(session, () -> answer(sql, password));
    }

    private String sql() throws Failure {
        if (command.isPresent() == file.isPresent()) {
            throw Failure.usage("what is run? give either --command SQL or --file FILE");
        }
        if (command.isPresent()) {
            return command.get();
        }
        try {
            return file.get().equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file.get()));
        } catch (IOException e) {
            throw Failure.failed(
                    "cannot read --file %s (%s)"
                            .formatted(file.get(), e.getClass().getSimpleName()));
        }
    }

    private String answer(String sql, Optional<String> password) throws Failure {
        List<String> refused = new ArrayList<>();
        for (MemberDocument m : chosen(where.cluster(session))) {
            var question = new Question(m.host(), m.port(), database, user, password, sql);
            try {
                return text(session.stores().query(question));
            } catch (ConnectException e) {
                refused.add("%s: %s".formatted(m.name(), e.getMessage()));
            } catch (IOException e) {
                throw Failure.failed("%s: %s".formatted(m.name(), e.getMessage()));
            }
        }
        throw Failure.failed(String.join("; ", refused));
    }

    /** Whoever will do, one after the other: what was seen of a server may be old by a beat. */
    private List<MemberDocument> chosen(ClusterDocument cluster) throws Failure {
        Optional<String> leader = cluster.leader();
        List<MemberDocument> all =
                cluster.members().stream()
                        .filter(m -> member.isEmpty() || member.get().equals(m.name()))
                        .filter(
                                m ->
                                        member.isPresent()
                                                || serves(m, leader.equals(Optional.of(m.name()))))
                        .toList();
        if (all.isEmpty()) {
            throw Failure.failed(
                    member.map(n -> "member %s does not exist".formatted(n))
                            .orElse("no member is there as %s now".formatted(role)));
        }
        return all;
    }

    private boolean serves(MemberDocument m, boolean leads) {
        boolean runs = m.state().equals("streaming") || m.state().equals("running");
        return role.isThatOf(m, leads) && (leads || runs);
    }

    private Optional<String> password() throws Failure {
        if (passwordFile.isEmpty()) {
            return Optional.ofNullable(session.env().get("PGPASSWORD")).filter(p -> !p.isEmpty());
        }
        try {
            return Files.readString(passwordFile.get()).lines().findFirst();
        } catch (IOException e) {
            throw Failure.failed(
                    "cannot read --password-file %s (%s)"
                            .formatted(passwordFile.get(), e.getClass().getSimpleName()));
        }
    }

    private String text(QueryAnswer answer) {
        if (answer.columns().isEmpty()) {
            return "%d rows changed".formatted(answer.changed());
        }
        return switch (format) {
            case TSV -> Tsv.of(answer.columns(), answer.rows());
            case JSON -> Documents.json(objects(answer));
            case YAML -> Documents.yaml(objects(answer));
            case TABLE -> table(answer);
        };
    }

    private static Object objects(QueryAnswer answer) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (List<String> row : answer.rows()) {
            var object = list.addObject();
            for (int i = 0; i < answer.columns().size(); i++) {
                object.put(answer.columns().get(i), row.get(i));
            }
        }
        return list;
    }

    private static String table(QueryAnswer answer) {
        var table = new Table();
        table.add(answer.columns().stream().map(Table.Cell::of).toList());
        answer.rows().forEach(row -> table.add(row.stream().map(Table.Cell::of).toList()));
        return table.print(Integer.MAX_VALUE);
    }
}
