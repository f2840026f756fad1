package io.matriarch.cli;

import io.matriarch.cluster.DocumentTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "set",
        description = "Set keys of the cluster's configuration; KEY=null removes one.",
        sortOptions = false)
final class ConfigSetCommand implements Callable<Integer> {
    private final Session session;

    @Mixin Where where = new Where();

    @Mixin ConfigChange change = new ConfigChange();

    @Parameters(
            arity = "1..*",
            paramLabel = "KEY=VALUE",
            description = "Such as lease.ttl=12s or postgres.parameters.work_mem=16MB.")
    List<String> settings = List.of();

    ConfigSetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Map<String, Optional<String>> keys = new TreeMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw Failure.usage(
                        "\"%s\" sets nothing: KEY=VALUE is right, such as lease.ttl=12s"
                                .formatted(setting));
            }
            String value = setting.substring(equals + 1);
            keys.put(
                    setting.substring(0, equals).strip(),
                    value.equals("null") ? Optional.empty() : Optional.of(value));
        }
        var config = new SharedConfig(session, where);
        var before = config.read();
        return change.perform(session, config, before, DocumentTree.merged(before.values(), keys));
    }
}
