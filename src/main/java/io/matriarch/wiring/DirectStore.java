package io.matriarch.wiring;

import io.matriarch.cli.StoreReader;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.ConfigDocument;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.Reading;
import io.matriarch.config.AgentConfigLoader;
import io.matriarch.config.CommandConfig;
import io.matriarch.config.Loaded;
import io.matriarch.host.SystemClock;
import io.matriarch.lease.StoreWrite;
import io.matriarch.lease.dynamodb.DynamoStore;
import io.matriarch.lease.dynamodb.StoreAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The store as a command reads it when no agent answers. */
final class DirectStore implements StoreReader {

    /** A command is no lease: its first call, with all that has to be loaded, may take a while. */
    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    private final String cluster;
    private final String table;
    private final DynamoStore store;

    DirectStore(CommandConfig config) {
        cluster = config.cluster();
        table = config.store().table();
        store =
                new DynamoStore(
                        new StoreAddress(
                                cluster, table, config.store().endpoint(), config.store().region()),
                        ATTEMPT,
                        new SystemClock()::now);
    }

    /**
     * @throws IllegalArgumentException one line that says what is wrong with the configuration
     */
    static StoreReader of(Optional<Path> file, Map<String, String> env) {
        return switch (AgentConfigLoader.loadForCommands(file, env, Ec2Machine.here(env))) {
            case Loaded.Ok<CommandConfig>(var config) -> new DirectStore(config);
            case Loaded.Bad<CommandConfig>(var lines) ->
                    throw new IllegalArgumentException(lines.getFirst());
        };
    }

    @Override
    public String cluster() {
        return cluster;
    }

    @Override
    public String name() {
        return "DynamoDB table " + table;
    }

    @Override
    public Reading<ClusterView> read() {
        return store.read();
    }

    @Override
    public Reading<List<HistoryEntry>> history() {
        return store.history();
    }

    @Override
    public Optional<String> putConfig(ConfigDocument next, long over) {
        return switch (store.putConfig(next, over)) {
            case StoreWrite.Written _ -> Optional.empty();
            case StoreWrite.Conflict(var why) -> Optional.of(why);
            case StoreWrite.Unknown(var why) ->
                    Optional.of("nobody knows whether it was stored: " + why);
        };
    }

    @Override
    public void close() {
        store.close();
    }
}
