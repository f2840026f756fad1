package io.matriarch.cli;

import io.matriarch.config.AgentConfigLoader;
import io.matriarch.config.CommandConfig;
import io.matriarch.config.HostPort;
import io.matriarch.config.Loaded;
import io.matriarch.config.Machine;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the agent's own configuration.
 *
 * @param machine this one
 */
record ConfiguredTarget(Function<Map<String, String>, Machine> machine) implements TargetReader {

    @Override
    public Target read(Optional<Path> config, Map<String, String> env) throws Failure {
        return switch (AgentConfigLoader.loadForCommands(config, env, machine.apply(env))) {
            case Loaded.Ok<CommandConfig>(var c) ->
                    new Target(c.cluster(), url(c.api()), c.tokenFile(), c.zone());
            case Loaded.Bad<CommandConfig>(var lines) ->
                    throw Failure.usage(String.join("\nmatriarch: ", lines));
        };
    }

    /** An agent that listens everywhere is asked on this machine itself. */
    private static URI url(HostPort listen) {
        HostPort at =
                listen.isWildcard()
                        ? new HostPort(
                                listen.host().equals("::") ? "::1" : "127.0.0.1", listen.port())
                        : listen;
        return URI.create("http://" + at);
    }
}
