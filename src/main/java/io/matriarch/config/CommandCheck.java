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
        var token = read.optional("api.token-file", keys.api().tokenFile(), Values::absolute);
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
                        backup));
    }
}
