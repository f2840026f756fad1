package io.matriarch.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A simulator that finds nothing proves nothing: each mistake that is planted must be found, and
 * what was found must not be there without it. {@code -Dsim.starts=5} tries five ranges of seeds.
 */
class PlantedBugsTest {

    private static final int SEEDS = 5_000;
    private static final int STARTS = Integer.getInteger("sim.starts", 1);
    private static final List<String> TABLE = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void isFound(Bug bug) {
        List<Long> needed = new ArrayList<>();
        String rule = "";
        for (int start = 0; start < STARTS; start++) {
            long first = bug.bits() + 1 + (long) start * SEEDS;
            Simulation.Outcome found = find(bug, first);
            needed.add(found.seed() - first + 1);
            rule = found.broken().orElseThrow().rule();
            theRealThingPasses(bug, first, found.seed());
        }
        needed.sort(null);
        TABLE.add(
                String.format(
                        Locale.ROOT,
                        "%5d seeds (%s): %s; %s",
                        needed.get(needed.size() / 2),
                        needed,
                        bug.words(),
                        rule));
    }

    private static Simulation.Outcome find(Bug bug, long first) {
        long[] seeds = LongStream.range(first, first + SEEDS).toArray();
        Seeds.Tally tally = Seeds.run(seeds, EnumSet.of(bug), Optional.of(bug.temper()), 1);
        assertFalse(
                tally.failures().isEmpty(),
                "nobody noticed within %d seeds from %d that %s"
                        .formatted(SEEDS, first, bug.words()));
        return tally.failures().getFirst();
    }

    private static void theRealThingPasses(Bug bug, long first, long last) {
        long[] seeds = LongStream.rangeClosed(first, last).toArray();
        Seeds.Tally tally = Seeds.run(seeds, Set.of(), Optional.of(bug.temper()), 1);
        assertEquals(
                List.of(),
                tally.failures().stream().map(Report::broken).toList(),
                "the same seeds without the mistake");
    }

    @AfterAll
    static void tell() {
        TABLE.sort(null);
        System.out.println("planted mistakes, by the median of seeds that each needed:");
        TABLE.forEach(System.out::println);
    }
}
