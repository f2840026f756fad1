package io.matriarch.wiring;

import io.matriarch.cli.BackupReader;
import io.matriarch.cli.QueryAnswer;
import io.matriarch.cli.Question;
import io.matriarch.cli.RestoreOrder;
import io.matriarch.cli.StoreReader;
import io.matriarch.cli.StoreReaderFactory;
import io.matriarch.cluster.NodeName;
import io.matriarch.config.AgentConfigLoader;
import io.matriarch.config.CommandConfig;
import io.matriarch.config.Loaded;
import io.matriarch.config.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What commands reach without an agent. */
public final class DirectStores implements StoreReaderFactory {

    @Override
    public StoreReader open(Optional<Path> config, Map<String, String> env) {
        return DirectStore.of(config, env);
    }

    @Override
    public BackupReader backups(Optional<Path> config, Map<String, String> env) {
        return new DirectBackups(config(config, env));
    }

    @Override
    public String restore(Optional<Path> config, Map<String, String> env, RestoreOrder order)
            throws IOException {
        return new RestorePlanning(config(config, env)).plan(order);
    }

    @Override
    public String rotate(Optional<Path> config, Map<String, String> env, Optional<String> only)
            throws IOException {
        return new DirectPasswords(config(config, env)).rotate(only);
    }

    @Override
    public QueryAnswer query(Question question) throws IOException {
        return DirectQuery.ask(question);
    }

    @Override
    public String remove(Optional<Path> config, Map<String, String> env) throws IOException {
        return new DirectRemoval(config(config, env)).remove();
    }

    @Override
    public String tryRemoval(Optional<Path> config, Map<String, String> env) throws IOException {
        return new DirectRemoval(config(config, env)).trial();
    }

    @Override
    public Machine machine(Map<String, String> env) {
        return Ec2Machine.here(env);
    }

    @Override
    public String removeMember(Optional<Path> config, Map<String, String> env, String name)
            throws IOException {
        return new DirectRemoval(config(config, env)).member(new NodeName(name));
    }

    private static CommandConfig config(Optional<Path> file, Map<String, String> env) {
        return switch (AgentConfigLoader.loadForCommands(file, env, Ec2Machine.here(env))) {
            case Loaded.Ok<CommandConfig>(var config) -> config;
            case Loaded.Bad<CommandConfig>(var lines) ->
                    throw new IllegalArgumentException(lines.getFirst());
        };
    }
}
