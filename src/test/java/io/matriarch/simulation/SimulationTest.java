package io.matriarch.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The real core against every fault that the simulator knows. */
class SimulationTest {

    private static final int FRESH = 500;

    @Test
    @DisabledIfSystemProperty(named = "sim.seed", matches = ".+")
    void pastFailuresStayFixed() throws IOException {
        check(seedsOnFile());
    }

    @Test
    @DisabledIfSystemProperty(named = "sim.seed", matches = ".+")
    void freshSeedsHoldEveryRule() {
        int count = Integer.getInteger("sim.seeds", FRESH);
        long first = Long.getLong("sim.first", ThreadLocalRandom.current().nextLong(1L << 40));
        check(LongStream.range(first, first + count).toArray());
    }

    @Test
    @DisabledIfSystemProperty(named = "sim.seed", matches = ".+")
    void freshSeedsWithAnArchiveHoldEveryRule() {
        int count = Integer.getInteger("sim.seeds", FRESH) / 2;
        long first = ThreadLocalRandom.current().nextLong(1L << 39) | Simulation.WITH_ARCHIVE;
        check(LongStream.range(first, first + count).toArray());
    }

    @Test
    @DisabledIfSystemProperty(named = "sim.seed", matches = ".+")
    void oneSeedIsOneStory() {
        for (long seed : new long[] {3, 17, 71}) {
            List<String> once = new ArrayList<>();
            List<String> again = new ArrayList<>();
            long events = story(seed, once).events();
            assertEquals(events, story(seed, again).events());
            assertEquals(once, again);
        }
    }

    private static Simulation.Outcome story(long seed, List<String> lines) {
        Consumer<String> told =
                line -> {
                    if (!line.contains("  . ")) {
                        lines.add(line);
                    }
                };
        return new Simulation(seed, Set.of(), told, true).run();
    }

    @Test
    @EnabledIfSystemProperty(named = "sim.seed", matches = ".+")
    void replay() {
        long seed = Long.getLong("sim.seed");
        boolean trace =
                Boolean.parseBoolean(System.getProperty("sim.trace", "false").replace("1", "true"));
        Simulation.Outcome outcome =
                new Simulation(seed, Set.of(), System.out::println, trace).run();
        System.out.println(Seeds.summary(outcome));
        if (outcome.broken().isPresent()) {
            fail(Seeds.report(outcome));
        }
    }

    private static void check(long[] seeds) {
        Seeds.Tally tally = Seeds.run(seeds, Set.of(), 20);
        System.out.println(tally.summary());
        if (!tally.failures().isEmpty()) {
            fail(Seeds.report(tally.failures().getFirst()) + "\n" + tally.summary());
        }
    }

    private static long[] seedsOnFile() throws IOException {
        try (InputStream in = SimulationTest.class.getResourceAsStream("/simulation-seeds.txt")) {
            if (in == null) {
                throw new IOException("simulation-seeds.txt is missing");
            }
            List<String> lines =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            return lines.stream()
                    .map(l -> l.split("#", 2)[0].strip())
                    .filter(l -> !l.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
        }
    }
}
