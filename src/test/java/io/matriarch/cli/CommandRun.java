package io.matriarch.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs commands as a shell would, and keeps what they print. */
final class CommandRun {
    final Map<String, String> env = new HashMap<>();
    final List<String> questions = new ArrayList<>();
    Optional<Integer> width = Optional.empty();
    Optional<String> reply = Optional.empty();
    boolean interactive;
    int rounds = 1;
    Runnable meanwhile = () -> {};
    StoreReaderFactory stores =
            (_, _) -> {
                throw new IllegalArgumentException("the test has no store");
            };

    String out = "";
    String err = "";

    int run(String... args) {
        var o = new StringWriter();
        var e = new StringWriter();
        int exit =
                Cli.run(
                        new Session(
                                new PrintWriter(o),
                                new PrintWriter(e),
                                env,
                                new FakeTerminal(),
                                new ConfiguredTarget(stores::machine),
                                stores),
                        args);
        out = o.toString();
        err = e.toString();
        return exit;
    }

    private final class FakeTerminal implements Terminal {
        @Override
        public boolean isInteractive() {
            return interactive;
        }

        @Override
        public Optional<Integer> width() {
            return width;
        }

        @Override
        public Optional<String> ask(String question) {
            questions.add(question);
            return reply;
        }

        @Override
        public boolean pause(Duration span) {
            rounds--;
            meanwhile.run();
            return rounds > 0;
        }
    }
}
