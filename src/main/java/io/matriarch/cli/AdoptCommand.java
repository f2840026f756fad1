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
            "Take over a running Patroni cluster: says what hinders it, and writes each member's file.",
            "It only reads from Patroni; docs/adopt.md says the steps."
        },
        sortOptions = false)
final class AdoptCommand implements Callable<Integer> {

    private final Session session;

    @Option(
            names = "--patroni",
            required = true,
            paramLabel = "URL",
            description = "The REST API of any member, such as http://10.0.0.7:8008.")
    String api = "";

    @Option(names = "--check", description = "Say what would hinder it, and write nothing.")
    boolean check;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "PostgreSQL's data directory, the same on each member.")
    Optional<Path> dataDir = Optional.empty();

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
        if (!check && dataDir.filter(Path::isAbsolute).isEmpty()) {
            throw Failure.usage("--data-dir DIR, an absolute path, or --check");
        }
        var patroni = PatroniCluster.read(api);
        var settings = AdoptedSettings.of(patroni.config());
        List<String> hindrances = AdoptCheck.hindrances(patroni);
        hindrances.forEach(h -> session.out().println("hinders: " + h));
        settings.leftOut().forEach(l -> session.out().println("left out: " + l));
        for (JsonNode member : patroni.cluster().path("members")) {
            AdoptedTags.of(member)
                    .leftOut()
                    .forEach(l -> session.out().println("left out: " + l));
        }
        if (!hindrances.isEmpty()) {
            throw Failure.failed(
                    "%s cannot be adopted as it is: nothing was written"
                            .formatted(patroni.scope()));
        }
        if (check) {
            session.out()
                    .println(
                            "nothing hinders: %s has %d members, and %d of its settings go into the first document"
                                    .formatted(
                                            patroni.scope(),
                                            patroni.nodes().size(),
                                            settings.values().size()));
            return 0;
        }
        write(patroni, settings, dataDir.get());
        return 0;
    }

    private void write(PatroniCluster patroni, AdoptedSettings settings, Path data) throws Failure {
        for (JsonNode member : patroni.cluster().path("members")) {
            Path file = out.resolve(member.path("name").asText() + ".yaml");
            try {
                Files.writeString(
                        file,
                        AdoptedFile.of(patroni.scope(), member, settings.values(), data),
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
