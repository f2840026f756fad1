package io.matriarch.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Shows something once, or again and again until Ctrl-C. */
final class Watch {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

    @Option(
            names = {"-w", "--watch"},
            arity = "0..1",
            fallbackValue = "2",
            paramLabel = "SECONDS",
            description = "Show it again every SECONDS (default: 2), until Ctrl-C.")
    Optional<Double> seconds = Optional.empty();

    @Option(names = "-W", description = "The same every 2 seconds.")
    boolean usual;

    /** What is shown. */
    interface Text {
        String now() throws Failure;
    }

    int show(Session session, Text text) throws Failure {
        Optional<Double> every = seconds.or(() -> usual ? Optional.of(2.0) : Optional.empty());
        if (every.isEmpty()) {
            print(session, text.now(), false);
            return 0;
        }
        if (!(every.get() >= 0.1 && every.get() <= 86_400)) {
            throw Failure.usage("--watch %s is not 0.1 to 86400 seconds".formatted(every.get()));
        }
        Duration pause = Duration.ofMillis(Math.round(every.get() * 1000));
        do {
            print(session, round(text), session.terminal().isInteractive());
        } while (session.terminal().pause(pause));
        return 0;
    }

    /** An agent that is away for a moment does not end the watch. */
    private static String round(Text text) throws Failure {
        try {
            return text.now();
        } catch (Failure e) {
            if (e.exit() == Failure.USAGE) {
                throw e;
            }
            return "matriarch: " + e.getMessage();
        }
    }

    private static void print(Session session, String text, boolean clear) {
        session.out().print(clear ? HOME_AND_CLEAR : "");
        session.out().println(text);
        session.out().flush();
    }
}
