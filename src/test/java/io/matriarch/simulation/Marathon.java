package io.matriarch.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** {@code make sim}: many seeds for hours, or one seed as a story. */
final class Marathon {

    private static final int ENOUGH = 20;
    private static final long USUAL = 100_000;
    private static final long BETWEEN_LINES_MILLIS = 5_000;
    private static final List<String> KEYS = List.of("SEEDS", "FIRST", "SEED", "TRACE");

    private Marathon() {}

    /** What cannot be meant, in one line. */
    private static final class BadArgument extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadArgument(String line) {
            super(line);
        }
    }

    /** Ends with 0, 1 when a rule was broken, or 2 for bad arguments. */
    public static void main(String[] args) throws InterruptedException {
        try {
            System.exit(run(arguments(args)));
        } catch (BadArgument bad) {
            System.err.println(bad.getMessage());
            System.exit(2);
        }
    }

    /** Each as KEY=value; an empty value is none. */
    private static Map<String, String> arguments(String[] args) {
        Map<String, String> given = new HashMap<>();
        for (String arg : args) {
            String[] parts = arg.split("=", 2);
            if (parts.length < 2 || !KEYS.contains(parts[0])) {
                throw new BadArgument(
                        "\"%s\" is no argument; SEEDS=n, FIRST=n, SEED=n and TRACE=1 are"
                                .formatted(arg));
            }
            if (!parts[1].isBlank()) {
                given.put(parts[0], parts[1].strip());
            }
        }
        if (given.containsKey("SEED")
                && (given.containsKey("SEEDS") || given.containsKey("FIRST"))) {
            throw new BadArgument("SEED replays one seed: SEEDS and FIRST do not go with it");
        }
        if (given.containsKey("TRACE") && !given.containsKey("SEED")) {
            throw new BadArgument("TRACE tells the story of one seed: SEED=n says which");
        }
        return given;
    }

    private static int run(Map<String, String> given) throws InterruptedException {
        if (given.containsKey("SEED")) {
            return replay(number(given, "SEED", 0, 0), number(given, "TRACE", 0, 0) != 0);
        }
        long first = number(given, "FIRST", ThreadLocalRandom.current().nextLong(1L << 40), 0);
        return many(first, number(given, "SEEDS", USUAL, 1));
    }

    private static long number(
            Map<String, String> given, String key, long otherwise, long smallest) {
        String text = given.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= smallest) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below, with what would be right.
        }
        throw new BadArgument(
                "%s=%s: a whole number from %d on is right".formatted(key, text, smallest));
    }

    private static int replay(long seed, boolean detailed) {
        Simulation.Outcome outcome =
                new Simulation(seed, Set.of(), System.out::println, detailed).run();
        System.out.println(Report.summary(outcome));
        if (outcome.broken().isEmpty()) {
            return 0;
        }
        System.out.print(Report.broken(outcome));
        return 1;
    }

    private static int many(long first, long count) throws InterruptedException {
        System.out.printf("simulation: seeds %d to %d%n", first, first + count - 1);
        Seeds seeds = new Seeds(count, i -> first + i, Set.of(), Optional.empty(), ENOUGH);
        Thread runs = Thread.ofPlatform().name("simulation").start(seeds::run);
        int told = 0;
        while (!runs.join(Duration.ofMillis(BETWEEN_LINES_MILLIS))) {
            told = tellFailures(seeds, told);
            System.out.println(seeds.tally().line());
        }
        tellFailures(seeds, told);
        System.out.println(seeds.tally().summary());
        return seeds.tally().failures().isEmpty() ? 0 : 1;
    }

    /** Those that are new; how many there are by now. */
    private static int tellFailures(Seeds seeds, int told) {
        List<Simulation.Outcome> all = seeds.tally().failures();
        for (Simulation.Outcome outcome : all.subList(told, all.size())) {
            String rule = outcome.broken().map(Violation::rule).orElse("");
            System.out.print(Report.broken(outcome));
            System.out.println(PastFailures.IN_CHECKOUT.enter(outcome.seed(), rule));
        }
        return all.size();
    }
}
