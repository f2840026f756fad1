package io.matriarch.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The commands. They need no container, so that they start fast. */
public final class Cli {

    private Cli() {}

    /** Without a store to fall back on. */
    public static int run(String... args) {
        return run(
                (_, _) -> {
                    throw new IllegalArgumentException("this program cannot read the store");
                },
                args);
    }

    /**
     * @param stores where a command reads that no agent answers
     * @return the exit code: 0 done, 1 failed, 2 wrong usage
     */
    public static int run(StoreReaderFactory stores, String... args) {
        return run(
                new Session(
                        new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, false, StandardCharsets.UTF_8),
                        System.getenv(),
                        new SystemTerminal(),
                        new ConfiguredTarget(stores::machine),
                        stores),
                args);
    }

    static int run(Session session, String... args) {
        CommandLine line = MatriarchCommand.commandLine(session);
        line.setParameterExceptionHandler((e, _) -> usage(session, e));
        line.setExecutionExceptionHandler((e, _, _) -> failed(session, e));
        try {
            return line.execute(args);
        } finally {
            session.out().flush();
            session.err().flush();
        }
    }

    private static int usage(Session session, ParameterException e) {
        session.err()
                .println(
                        "matriarch: %s; see %s --help"
                                .formatted(
                                        firstLine(e),
                                        e.getCommandLine().getCommandSpec().qualifiedName()));
        return Failure.USAGE;
    }

    private static int failed(Session session, Exception e) {
        if (e instanceof Failure f) {
            session.err().println("matriarch: " + f.getMessage());
            return f.exit();
        }
        session.err().println("matriarch: " + firstLine(e));
        return Failure.FAILED;
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").replaceFirst("[.;]$", "");
    }
}
