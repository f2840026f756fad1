package io.matriarch.cli;

import io.matriarch.api.dto.ClusterDocument;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which agent a command talks to, and with what token. */
final class Where {
    private static final Path DEFAULT_CONFIG = Path.of("/etc/matriarch/matriarch.yaml");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The agent's configuration (default: $MATRIARCH_CONFIG, or"
                            + " /etc/matriarch/matriarch.yaml).")
    Optional<Path> config = Optional.empty();

    @Option(
            names = "--api",
            paramLabel = "URL",
            description =
                    "Talk to this agent, such as http://10.0.0.7:8008 (default: $MATRIARCH_API, or"
                            + " the agent of the configuration).")
    Optional<String> api = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the cluster's token (default: api.token-file).")
    Optional<Path> tokenFile = Optional.empty();

    /** For reading: no token is needed. */
    AgentClient reader(Session session) throws Failure {
        return new AgentClient(url(session), List.of());
    }

    /** From an agent, or from the store when no agent answers. */
    ClusterDocument cluster(Session session) throws Failure {
        try {
            return reader(session).get("/cluster", ClusterDocument.class);
        } catch (AgentClient.Unreachable e) {
            return new StoreFallback(session, this, e)
                    .read(
                            StoreReader::read,
                            (name, view) -> ClusterDocument.of(name, view, Map.of()));
        }
    }

    /** For changing something. */
    AgentClient operator(Session session) throws Failure {
        return new AgentClient(url(session), token(session));
    }

    /** The same for another member's agent, where the cluster says that it is. */
    AgentClient operator(Session session, String member) throws Failure {
        return new AgentClient(parse(member), token(session));
    }

    private List<String> token(Session session) throws Failure {
        Optional<Path> file = tokenFile;
        if (file.isEmpty() && (named(session).isEmpty() || hasConfig(session))) {
            file = target(session).tokenFile();
        }
        return file.isPresent() ? token(file.get()) : List.of();
    }

    StoreReader store(Session session) {
        return session.stores().open(existing(session), settings(session));
    }

    String restore(Session session, RestoreOrder order) throws IOException {
        return session.stores().restore(existing(session), settings(session), order);
    }

    String remove(Session session) throws IOException {
        return session.stores().remove(existing(session), settings(session));
    }

    String tryRemoval(Session session) throws IOException {
        return session.stores().tryRemoval(existing(session), settings(session));
    }

    String removeMember(Session session, String name) throws IOException {
        return session.stores().removeMember(existing(session), settings(session), name);
    }

    /** {@code only} one secret, or the passwords of both roles. */
    String rotate(Session session, Optional<String> only) throws IOException {
        return session.stores().rotate(existing(session), settings(session), only);
    }

    /** The zone of the cluster's names, when a configuration here says its name. */
    Optional<String> zone(Session session) throws Failure {
        return hasConfig(session) ? target(session).zone() : Optional.empty();
    }

    BackupReader backups(Session session) {
        return session.stores().backups(existing(session), settings(session));
    }

    /** A store can be read only where a configuration names it. */
    boolean hasConfig(Session session) {
        return existing(session).isPresent() || session.env().containsKey("MATRIARCH_CLUSTER");
    }

    private URI url(Session session) throws Failure {
        Optional<String> named = named(session);
        return named.isPresent() ? parse(named.get()) : target(session).api();
    }

    private Target target(Session session) throws Failure {
        if (!hasConfig(session)) {
            throw Failure.usage(
                    "which agent? %s does not exist: give --config FILE or --api URL"
                            .formatted(DEFAULT_CONFIG));
        }
        return session.targets().read(existing(session), settings(session));
    }

    private Optional<String> named(Session session) {
        return api.or(() -> set(session, "MATRIARCH_API"));
    }

    /** A file that somebody names must be there; the default one need not. */
    private Optional<Path> existing(Session session) {
        return config.or(() -> set(session, "MATRIARCH_CONFIG").map(Path::of))
                .or(() -> Optional.of(DEFAULT_CONFIG).filter(Files::exists));
    }

    private static Optional<String> set(Session session, String variable) {
        return Optional.ofNullable(session.env().get(variable)).filter(v -> !v.isEmpty());
    }

    /** These two are the command's own, and no keys of the configuration. */
    private static Map<String, String> settings(Session session) {
        Map<String, String> env = new HashMap<>(session.env());
        env.remove("MATRIARCH_API");
        env.remove("MATRIARCH_CONFIG");
        return env;
    }

    private static URI parse(String url) throws Failure {
        try {
            URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Said below, in the words of the option.
        }
        throw Failure.usage("--api \"%s\" is no URL such as http://10.0.0.7:8008".formatted(url));
    }

    /** A node's copy holds the newest in its first line, and older ones below. */
    private static List<String> token(Path file) throws Failure {
        try {
            List<String> lines = Files.readString(file).strip().lines().toList();
            if (lines.isEmpty() || lines.stream().anyMatch(String::isBlank)) {
                throw Failure.failed(
                        "token file %s must hold the token in one line".formatted(file));
            }
            return lines;
        } catch (IOException e) {
            throw Failure.failed(
                    "cannot read token file %s (%s)".formatted(file, e.getClass().getSimpleName()));
        }
    }
}
