package io.matriarch.config;

import java.util.Optional;

/** Checks what a command needs, and nothing else. */
final class CommandCheck {

    private CommandCheck() {}

    static Optional<CommandConfig> config(AgentKeys keys, Findings findings) {
        var read = new KeyReader(findings);
        var cluster = read.required("cluster", keys.cluster(), Values::cluster);
        var store = read.store(keys.store());
        var listen = read.value("api.listen", keys.api().listen(), HostPort::parse);
        var secrets = new SecretsCheck(findings, read).of(keys);
        var token =
                secrets.map(s -> s.folder().resolve("token"))
                        .or(
                                () ->
                                        read.optional(
                                                "api.token-file",
                                                keys.api().tokenFile(),
                                                Values::absolute));
        var data = read.optional("postgres.data-dir", keys.postgres().dataDir(), Values::absolute);
        var backup = new BackupCheck(findings, read).of(keys.backup());
        if (!findings.wrong().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new CommandConfig(
                        cluster.orElseThrow(),
                        store.orElseThrow(),
                        listen.orElseThrow(),
                        token,
                        data,
                        backup,
                        secrets,
                        zone(keys)));
    }

    /** From an id no name can be told. */
    private static Optional<String> zone(AgentKeys keys) {
        return keys.routing()
                .zone()
                .filter(z -> z.contains("."))
                .map(z -> z.endsWith(".") ? z.substring(0, z.length() - 1) : z);
    }
}
