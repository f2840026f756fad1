package io.matriarch.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the configuration says about the agent that a command talks to.
 *
 * @param api where it answers, {@code http://host:port}
 * @param tokenFile holds the token for calls that change something
 * @param zone of the cluster's names, when it is given by its name
 */
public record Target(String cluster, URI api, Optional<Path> tokenFile, Optional<String> zone) {}
