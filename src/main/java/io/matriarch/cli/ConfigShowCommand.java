package io.matriarch.cli;

import io.matriarch.cluster.DocumentTree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "show", description = "Show the cluster's configuration.", sortOptions = false)
final class ConfigShowCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "yaml or json (default: yaml).")
    Form form = Form.YAML;

    /** How it is shown. */
    enum Form {
        YAML,
        JSON
    }

    ConfigShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var tree = DocumentTree.nested(new SharedConfig(session, where).read().values());
        session.out()
                .println(
                        switch (form) {
                            case YAML -> Documents.yaml(tree);
                            case JSON -> Documents.json(tree);
                        });
        return 0;
    }
}
