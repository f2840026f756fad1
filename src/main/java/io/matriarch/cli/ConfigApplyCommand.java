package io.matriarch.cli;

import io.matriarch.cluster.DocumentTree;
import io.matriarch.config.DocumentText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = "Put a file in the place of the cluster's configuration.",
        sortOptions = false)
final class ConfigApplyCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Mixin ConfigChange change = new ConfigChange();

    @Parameters(paramLabel = "FILE", description = "YAML or JSON; - is the standard input.")
    String file = "-";

    ConfigApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        SortedMap<String, String> values = values(file, text());
        var config = new SharedConfig(session, where);
        return change.perform(session, config, config.read(), values);
    }

    private String text() throws Failure {
        try {
            return file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException e) {
            throw Failure.failed(
                    "cannot read %s (%s)".formatted(file, e.getClass().getSimpleName()));
        }
    }

    static SortedMap<String, String> values(String name, String text) throws Failure {
        try {
            return DocumentTree.merged(
                    new TreeMap<>(), DocumentTree.flat(DocumentText.parse(text)));
        } catch (IllegalArgumentException e) {
            throw Failure.failed(name + ": " + e.getMessage());
        }
    }
}
