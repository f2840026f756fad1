package io.matriarch.simulation;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.EnumSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulator that finds nothing proves nothing: each mistake that is planted must be found. */
class PlantedBugsTest {

    private static final int SEEDS = 5_000;

    @ParameterizedTest
    @EnumSource
    void isFound(Bug bug) {
        long[] seeds = LongStream.rangeClosed(1, SEEDS).toArray();
        Seeds.Tally tally = Seeds.run(seeds, EnumSet.of(bug), 1);
        assertFalse(
                tally.failures().isEmpty(),
                "nobody noticed within %d seeds that %s".formatted(SEEDS, bug.words()));
        System.out.printf(
                "planted: %s; found after %d seeds in %.1f s: %s%n",
                bug.words(),
                tally.runs(),
                tally.seconds(),
                tally.failures().getFirst().broken().orElseThrow().rule());
    }
}
