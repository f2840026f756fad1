package io.matriarch.config;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Reads a node's configuration: the file, then the {@code MATRIARCH_*} variables, which override
 * it, then the machine's tags for the rest. Needs no container, so that commands start fast.
 */
public final class AgentConfigLoader {

    private static final int ORDINAL = 100;

    private AgentConfigLoader() {}

    /** All that the agent needs, its files looked at. */
    public static Loaded<AgentConfig> load(Path file, Map<String, String> env, Machine machine) {
        return load(Optional.of(file), env, machine);
    }

    /** From the variables alone. */
    public static Loaded<AgentConfig> load(Map<String, String> env) {
        return load(Optional.empty(), env, new ThisMachine(env));
    }

    static Loaded<AgentConfig> load(Optional<Path> file, Map<String, String> env, Machine machine) {
        return check(
                file,
                env,
                machine,
                (keys, findings) -> new AgentCheck(keys, findings, machine).config());
    }

    /** What commands need; the agent's own files may be missing or unreadable. */
    public static Loaded<CommandConfig> loadForCommands(
            Optional<Path> file, Map<String, String> env, Machine machine) {
        return check(file, env, machine, CommandCheck::config);
    }

    private static <T> Loaded<T> check(
            Optional<Path> file,
            Map<String, String> env,
            Machine machine,
            BiFunction<AgentKeys, Findings, Optional<T>> check) {
        var findings = new Findings(file.map(Path::toString).orElse("the file of --config"));
        // What a file that cannot be read would have set is not missing: one line is enough.
        if (file.isPresent() && !YamlFile.read(file.get(), findings)) {
            return new Loaded.Bad<>(findings.wrong());
        }
        Variables.read(env, findings);
        MachineTags.read(machine, findings);
        Optional<T> config = check.apply(keys(findings), findings);
        return findings.wrong().isEmpty()
                ? new Loaded.Ok<>(config.orElseThrow())
                : new Loaded.Bad<>(findings.wrong());
    }

    private static AgentKeys keys(Findings findings) {
        return new SmallRyeConfigBuilder()
                .withMapping(AgentKeys.class)
                .withSources(
                        new PropertiesConfigSource(findings.properties(), "matriarch", ORDINAL))
                .build()
                .getConfigMapping(AgentKeys.class);
    }
}
