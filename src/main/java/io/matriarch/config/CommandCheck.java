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
        if (!findings.wrong().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new CommandConfig(
                        cluster.orElseThrow(), store.orElseThrow(), listen.orElseThrow(), token));
    }
}
