package io.matriarch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "adopt",
        description = {
            "Take over a running Patroni cluster, or a PostgreSQL without one: says what hinders it,",
            "and writes each member's file. It only reads there; docs/adopt.md says the steps."
        },
        sortOptions = false)
final class AdoptCommand implements Callable<Integer> {

    private final Session session;

    @Option(
            names = "--patroni",
            paramLabel = "URL",
            description =
                    "A Patroni cluster: the REST API of any member, such as http://10.0.0.7:8008.")
    Optional<String> api = Optional.empty();

    @Option(
            names = "--dsn",
            paramLabel = "DSN",
            description = {
                "A primary without Patroni, such as 'host=10.0.0.7 port=5432 user=postgres dbname=postgres'.",
                "The password comes from $$PGPASSWORD or ~/.pgpass."
            })
    Optional<String> dsn = Optional.empty();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = {
                "With --patroni the data directory, the same on each member;",
                "alone the data directory of a primary that runs on this machine."
            })
    Optional<Path> dataDir = Optional.empty();

    @Option(
            names = "--standby",
            paramLabel = "HOST:PORT",
            description = {
                "Where a standby of that primary answers; once for each.",
                "Without it they are sought at their addresses and the primary's port."
            })
    List<String> standbys = List.of();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "What the cluster is called (default: its cluster_name, else main).")
    Optional<String> cluster = Optional.empty();

    @Option(names = "--check", description = "Say what would hinder it, and write nothing.")
    boolean check;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where NAME.yaml of each member is written (default: here).")
    Path out = Path.of(".");

    AdoptCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Adoption adoption = api.isPresent() ? patroni(api.get()) : server();
        List<String> hindrances = adoption.hindrances();
        hindrances.forEach(h -> session.out().println("hinders: " + h));
        adoption.remarks().forEach(r -> session.out().println("note: " + r));
        adoption.leftOut().forEach(l -> session.out().println("left out: " + l));
        if (!hindrances.isEmpty()) {
            throw Failure.failed(
                    "%s cannot be adopted as it is: nothing was written"
                            .formatted(adoption.scope()));
        }
        if (check) {
            session.out()
                    .println(
                            "nothing hinders: %s has %d members, and %d of its settings go into the first document"
                                    .formatted(
                                            adoption.scope(),
                                            adoption.members().size(),
                                            adoption.settings().values().size()));
            return 0;
        }
        write(adoption);
        return 0;
    }

    private Adoption patroni(String url) throws Failure {
        if (dsn.isPresent() || cluster.isPresent() || !standbys.isEmpty()) {
            throw Failure.usage(
                    "--patroni says it all: --dsn, --standby and --cluster do not go with it");
        }
        if (!check && dataDir.filter(Path::isAbsolute).isEmpty()) {
            throw Failure.usage("--data-dir DIR, an absolute path, or --check");
        }
        return Adoption.of(PatroniCluster.read(url));
    }

    private Adoption server() throws Failure {
        if (dsn.isPresent() == dataDir.isPresent()) {
            throw Failure.usage(
                    "--patroni URL, --dsn DSN or --data-dir DIR says what is to be adopted: one of them");
        }
        Dsn at = dsn.isPresent() ? Dsn.of(dsn.get()) : RunningDirectory.dsn(dataDir.orElseThrow());
        return new ServerAdoption(session).of(at, cluster, standbys);
    }

    private void write(Adoption adoption) throws Failure {
        for (JsonNode member : adoption.members()) {
            Path file = out.resolve(member.path("name").asText() + ".yaml");
            String data = member.path("data_dir").asText(dataDir.map(Path::toString).orElse(""));
            try {
                Files.writeString(
                        file,
                        AdoptedFile.of(
                                adoption.scope(), member, adoption.settings().values(), data),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw Failure.failed(
                        "cannot write %s (%s); what is there is not overwritten"
                                .formatted(file, e.getClass().getSimpleName()));
            }
            session.out().println("wrote " + file);
        }
        session.out().println("now go on with the steps of docs/adopt.md");
    }
}
