package io.matriarch.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** For the help alone: the program starts the agent before it looks at commands. */
@Command(
        name = "run",
        description = {
            "Be the agent beside PostgreSQL, in the foreground; logs go to standard error.",
            "SIGTERM hands over and stops, SIGHUP reads the configuration again."
        })
final class RunCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration (default: $MATRIARCH_CONFIG, or"
                            + " /etc/matriarch/matriarch.yaml).")
    Optional<Path> config = Optional.empty();

    @Option(
            names = "--check",
            description =
                    "Only check the configuration: each wrong key in a line, and exit code 1.")
    boolean check;

    @Override
    public Integer call() throws Failure {
        throw Failure.usage("run stands first: matriarch run --config FILE");
    }
}
