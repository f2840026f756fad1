package io.matriarch.wiring;

import io.matriarch.api.Reloading;
import io.matriarch.config.AgentConfig;
import io.matriarch.config.AgentConfigLoader;
import io.matriarch.config.Loaded;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * SIGHUP: the file is read again, and what is wrong or needs a restart of the agent is said. What
 * belongs to the cluster follows its document by itself.
 */
@Singleton
final class Reload implements Reloading {

    private final System.Logger log = System.getLogger("matriarch");

    private final Assembly assembly;
    private AgentConfig current = Launch.current().config();

    Reload(Assembly assembly) {
        this.assembly = assembly;
    }

    void run() {
        Outcome _ = reload();
    }

    @Override
    public synchronized Outcome reload() {
        return switch (AgentConfigLoader.load(
                Launch.current().file(), System.getenv(), Launch.current().machine())) {
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
        List<String> later = needRestart(current, next);
        List<String> lines = new ArrayList<>();
        if (!later.isEmpty()) {
            String line = "needs a restart of the agent: " + String.join(", ", later);
            lines.add(line);
            log.log(System.Logger.Level.WARNING, "read again; " + line);
        }
        current = next;
        log.log(System.Logger.Level.INFO, "read the configuration again");
        assembly.runtime().wake();
        lines.addFirst("read again");
        return new Outcome(true, lines);
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
        changed(keys, "tags.*", a.tags(), b.tags());
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
