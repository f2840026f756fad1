package io.matriarch.wiring;

import io.matriarch.config.AgentConfig;
import io.matriarch.config.AgentConfigLoader;
import io.matriarch.config.Loaded;
import io.matriarch.config.Machine;
import io.matriarch.postgres.files.OwnedSettings;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code matriarch run}: checks everything that can be checked, then boots the container. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run the agent in the foreground; it logs to standard error.")
public final class RunCommand {

    private static final Path DEFAULT = Path.of("/etc/matriarch/matriarch.yaml");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "the node's configuration (default: /etc/matriarch/matriarch.yaml)")
    private @Nullable Path config;

    @Option(
            names = "--check",
            description = "only check the configuration: each wrong key in a line, and exit code 1")
    private boolean check;

    private RunCommand() {}

    /** Does not return when the agent starts: its end is the process's end. */
    public static int run(String... args) {
        RunCommand command = new RunCommand();
        CommandLine line = new CommandLine(command);
        try {
            line.parseArgs(args);
        } catch (CommandLine.ParameterException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        if (line.isUsageHelpRequested()) {
            line.usage(System.out);
            return 0;
        }
        return command.start();
    }

    private int start() {
        NameLookups.keepBriefly();
        Map<String, String> env = System.getenv();
        Path file =
                Optional.ofNullable(config)
                        .or(() -> Optional.ofNullable(env.get("MATRIARCH_CONFIG")).map(Path::of))
                        .orElse(DEFAULT)
                        .toAbsolutePath();
        Machine machine = Ec2Machine.here(env);
        return switch (AgentConfigLoader.load(file, env, machine)) {
            case Loaded.Bad<AgentConfig>(var lines) -> refuse(lines);
            case Loaded.Ok<AgentConfig>(var good) when check -> checked(good, file);
            case Loaded.Ok<AgentConfig>(var good) -> {
                List<String> obstacles = here(good);
                obstacles.addAll(obstacles(good));
                if (obstacles.isEmpty()) {
                    obstacles = SecretParts.fetch(good);
                }
                yield obstacles.isEmpty() ? boot(good, file, machine) : refuse(obstacles);
            }
        };
    }

    /** Whoever checks may be another user, beside an agent that runs. */
    private static int checked(AgentConfig config, Path file) {
        List<String> obstacles = obstacles(config);
        if (obstacles.isEmpty()) {
            System.out.println("%s is right: nothing was started".formatted(file));
            return 0;
        }
        return refuse(obstacles);
    }

    private static int refuse(List<String> lines) {
        lines.forEach(System.err::println);
        return 1;
    }

    private static int boot(AgentConfig config, Path file, Machine machine) {
        Launch.set(config, file, machine);
        System.setProperty("quarkus.http.host", config.api().listen().host());
        System.setProperty("quarkus.http.port", Integer.toString(config.api().listen().port()));
        Quarkus.run(
                AgentApplication.class,
                (code, failure) -> {
                    if (failure != null) {
                        System.err.println(FailedStart.line(failure));
                    }
                    // What still hangs in some thread must not keep the process.
                    Runtime.getRuntime().halt(code);
                });
        return 0;
    }

    /** What keeps an agent from starting here and now, however right its configuration is. */
    private static List<String> here(AgentConfig config) {
        List<String> found = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            found.add(
                    "the agent must not run as root, because PostgreSQL refuses to: run it as the"
                            + " owner of the data directory, such as: runuser -u postgres --"
                            + " matriarch run --config FILE");
        }
        portTaken(config.api().listen().host(), config.api().listen().port())
                .ifPresent(why -> found.add("api.listen: " + why));
        return found;
    }

    private static List<String> obstacles(AgentConfig config) {
        List<String> found = new ArrayList<>();
        for (String program :
                List.of("postgres", "initdb", "pg_basebackup", "pg_rewind", "pg_controldata")) {
            Path path = config.postgres().binDir().resolve(program);
            if (!Files.isExecutable(path)) {
                found.add(
                        "postgres.bin-dir: %s is not there; install the server's package (Debian: postgresql), or name its folder, such as /usr/lib/postgresql/17/bin"
                                .formatted(path));
                break;
            }
        }
        Map<String, String> parameters = config.initial().settings().server().parameters();
        (config.backup().isPresent()
                        ? OwnedSettings.problemWithArchive(parameters)
                        : OwnedSettings.problem(parameters))
                .ifPresent(found::add);
        return found;
    }

    static Optional<String> portTaken(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "cannot listen on %s:%d (%s); stop what uses it, or name another port"
                            .formatted(host, port, e.getMessage()));
        }
    }
}
