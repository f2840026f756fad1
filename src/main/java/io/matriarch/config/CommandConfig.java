package io.matriarch.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a command needs to reach the cluster. None of the agent's own files is touched for it, so
 * that an operator may run commands who may not read the agent's passwords.
 *
 * @param cluster the name that all its members share
 * @param api where this machine's agent listens
 * @param tokenFile holds the token for calls that change something
 * @param dataDir of this machine's server
 * @param backup the archive
 * @param secrets where the passwords are kept
 * @param zone of the cluster's names
 */
public record CommandConfig(
        String cluster,
        AgentConfig.Store store,
        HostPort api,
        Optional<Path> tokenFile,
        Optional<Path> dataDir,
        Optional<AgentConfig.Backup> backup,
        Optional<AgentConfig.Secrets> secrets,
        Optional<Zone> zone) {

    /**
     * A hosted zone of Route53.
     *
     * @param named its name without a last dot, or its id
     * @param endpoint instead of the service's own
     */
    public record Zone(String named, Optional<URI> endpoint) {

        /** Empty for an id, from which no name can be told without asking. */
        public Optional<String> name() {
            return Optional.of(named).filter(z -> z.contains("."));
        }
    }
}
