package io.matriarch.wiring;

import io.matriarch.api.Reloading;
import io.matriarch.cluster.Tags;
import io.matriarch.config.AgentConfig;
import io.matriarch.config.AgentConfigLoader;
import io.matriarch.config.Loaded;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * SIGHUP: the file is read again, and what is wrong or needs a restart of the agent is said. What
 * belongs to the cluster follows its document by itself.
 */
@Singleton
final class Reload implements Reloading {

    private static final String TAGS = "tags.*";

    private final System.Logger log = System.getLogger("matriarch");

    private final Assembly assembly;
    private AgentConfig current = Launch.current().config();

    Reload(Assembly assembly) {
        this.assembly = assembly;
    }

    void run() {
        Outcome _ = reload();
    }

    private static Loaded<AgentConfig> read() {
        return AgentConfigLoader.load(
                Launch.current().file(), System.getenv(), Launch.current().machine());
    }

    @Override
    public synchronized Outcome trial() {
        return switch (read()) {
            case Loaded.Bad<AgentConfig>(var lines) -> new Outcome(false, lines);
            case Loaded.Ok<AgentConfig>(var next) -> {
                List<String> lines = new ArrayList<>();
                lines.add(
                        next.equals(current)
                                ? "would read the file, which is as it was, and have PostgreSQL reload"
                                : "would take the file, which has changed, and have PostgreSQL reload");
                later(needRestart(current, next)).ifPresent(lines::add);
                yield new Outcome(true, lines);
            }
        };
    }

    private static Optional<String> later(List<String> keys) {
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of("needs a restart of the agent: " + String.join(", ", keys));
    }

    @Override
    public synchronized Outcome reload() {
        return switch (read()) {
            case Loaded.Bad<AgentConfig>(var lines) -> {
                lines.forEach(
                        l ->
                                log.log(
                                        System.Logger.Level.ERROR,
                                        "the configuration stays as it was: " + l));
                yield new Outcome(false, lines);
            }
            case Loaded.Ok<AgentConfig>(var next) -> apply(next);
        };
    }

    private Outcome apply(AgentConfig next) {
        List<String> lines = new ArrayList<>();
        List<String> keys = needRestart(current, next);
        later(keys)
                .ifPresent(
                        line -> {
                            lines.add(line);
                            log.log(System.Logger.Level.WARNING, "read again; " + line);
                        });
        if (!next.tags().equals(current.tags()) && !keys.contains(TAGS)) {
            assembly.runtime().tagged(next.tags());
            lines.add("the tags hold from now on: " + words(next.tags()));
        }
        current = next;
        lines.addFirst(
                assembly.postgres().reload()
                        ? "the file was read, and PostgreSQL has reloaded"
                        : "the file was read; no PostgreSQL runs that could reload");
        log.log(System.Logger.Level.INFO, "read the configuration again");
        assembly.runtime().wake();
        return new Outcome(true, lines);
    }

    private static String words(Tags tags) {
        return tags.shown().isEmpty() ? "none" : tags.shown().toString();
    }

    private static List<String> needRestart(AgentConfig a, AgentConfig b) {
        List<String> keys = new ArrayList<>();
        changed(keys, "cluster", a.cluster(), b.cluster());
        changed(keys, "name", a.name(), b.name());
        changed(keys, "store.*", a.store(), b.store());
        changed(keys, "api.*", a.api(), b.api());
        changed(keys, "backup.*", a.backup(), b.backup());
        changed(keys, "routing.*", a.routing(), b.routing());
        changed(keys, "secrets.*", a.secrets(), b.secrets());
        changed(keys, "ec2.*", a.ec2(), b.ec2());
        // This run has no archive yet, or another one, that could feed it.
        if (b.tags().nostream() && !b.backup().equals(Launch.current().config().backup())) {
            keys.add(TAGS);
        }
        changed(keys, "postgres.bin-dir", a.postgres().binDir(), b.postgres().binDir());
        changed(keys, "postgres.data-dir", a.postgres().dataDir(), b.postgres().dataDir());
        changed(keys, "postgres.listen", a.postgres().listen(), b.postgres().listen());
        return keys;
    }

    private static void changed(List<String> keys, String key, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            keys.add(key);
        }
    }
}
