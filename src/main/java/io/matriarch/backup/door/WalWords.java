package io.matriarch.backup.door;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What stands behind {@code wal-push} or {@code wal-fetch}.
 *
 * @param rest the file, or the name and the target
 */
record WalWords(
        boolean push, Optional<String> socket, Optional<Duration> limit, List<String> rest) {

    private static final int LONGEST_WITHIN = 3600;

    // Each is more than the agent takes for it.
    private static final Duration PUSH = Duration.ofSeconds(10);
    private static final Duration STANDBY = Duration.ofSeconds(5);
    private static final Duration RECOVERY = Duration.ofSeconds(120);

    static String usage(boolean push) {
        return "[--socket PATH] [--within SECONDS (1 to %d)] %s"
                .formatted(LONGEST_WITHIN, push ? "FILE (%p)" : "NAME TARGET (%f %p)");
    }

    /**
     * @return empty for wrong usage
     */
    static Optional<WalWords> parse(boolean push, String... args) {
        Optional<String> socket = Optional.empty();
        Optional<Duration> limit = Optional.empty();
        int next = 1;
        for (; next + 1 < args.length && args[next].startsWith("-"); next += 2) {
            String value = args[next + 1];
            if (args[next].equals("--socket")) {
                socket = Optional.of(value);
            } else if (args[next].equals("--within") && seconds(value) > 0) {
                limit = Optional.of(Duration.ofSeconds(seconds(value)));
            } else {
                return Optional.empty();
            }
        }
        List<String> rest = Arrays.asList(args).subList(next, args.length);
        boolean right = rest.size() == (push ? 1 : 2) && !rest.contains("");
        return right && !rest.getFirst().startsWith("-")
                ? Optional.of(new WalWords(push, socket, limit, rest))
                : Optional.empty();
    }

    private static int seconds(String text) {
        int number = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        return number <= LONGEST_WITHIN ? number : 0;
    }

    /** How long the agent may take. */
    Duration within(boolean standby) {
        return limit.orElse(push ? PUSH : standby ? STANDBY : RECOVERY);
    }

    Question question(Path here, boolean standby) {
        return push
                ? new Question.Push(here.resolve(rest.getFirst()))
                : new Question.Fetch(rest.getFirst(), here.resolve(rest.get(1)), standby);
    }
}
