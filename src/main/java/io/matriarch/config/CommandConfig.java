package io.matriarch.config;

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
 * @param zone of the cluster's names, when it is given by its name
 */
public record CommandConfig(
        String cluster,
        AgentConfig.Store store,
        HostPort api,
        Optional<Path> tokenFile,
        Optional<Path> dataDir,
        Optional<AgentConfig.Backup> backup,
        Optional<AgentConfig.Secrets> secrets,
        Optional<String> zone) {}
