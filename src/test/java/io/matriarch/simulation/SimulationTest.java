package io.matriarch.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The real core against every fault that the simulator knows; {@code make sim} goes on. */
class SimulationTest {

    private static final int FIXED = 300;
    private static final int FRESH = 2_000;

    /** Others each day, and the same ones for everybody who looks into what failed today. */
    private static final long TODAY = LocalDate.now(ZoneOffset.UTC).toEpochDay() * 1_000_000;

    private static final int WITH_ARCHIVE = 200;
    private static final int WITH_FENCING = 200;
    private static final int WITH_NOTICES = 300;
    private static final int WITH_CHANGES = 300;
    private static final int WITH_ORDERS = 300;
    private static final int WITH_PAUSE = 200;
    private static final int WITH_TAGS = 200;

    private static final int FOR_OTHERS = 200;
    private static final int WITH_UPKEEP = 300;
    private static final int WITH_QUORUM = 200;

    @Test
    void fixedSeedsHoldEveryRule() {
        check(LongStream.rangeClosed(1, FIXED));
    }

    @Test
    void pastFailuresStayFixed() {
        check(LongStream.of(PastFailures.IN_CHECKOUT.seeds()));
    }

    @Test
    void freshSeedsHoldEveryRule() {
        check(LongStream.range(TODAY, TODAY + FRESH));
    }

    @Test
    void freshSeedsWithAnArchiveHoldEveryRule() {
        long first = TODAY | Simulation.WITH_ARCHIVE;
        check(LongStream.range(first, first + WITH_ARCHIVE));
    }

    @Test
    void freshSeedsWithFencingHoldEveryRule() {
        long first = TODAY | Simulation.WITH_FENCING;
        check(LongStream.range(first, first + WITH_FENCING));
        long required = first | Simulation.FENCING_REQUIRED;
        check(LongStream.range(required, required + WITH_FENCING));
    }

    @Test
    void freshSeedsWithMachinesThatGoHoldEveryRule() {
        long first = TODAY | Simulation.WITH_NOTICES;
        check(LongStream.range(first, first + WITH_NOTICES));
    }

    @Test
    void freshSeedsWithChangesOfTheConfigurationHoldEveryRule() {
        long first = TODAY | Simulation.WITH_CHANGES;
        check(LongStream.range(first, first + WITH_CHANGES));
    }

    @Test
    void freshSeedsWithOrdersHoldEveryRule() {
        long first = TODAY | Simulation.WITH_ORDERS;
        check(LongStream.range(first, first + WITH_ORDERS));
    }

    @Test
    void freshSeedsWithPausesHoldEveryRule() {
        long first = TODAY | Simulation.WITH_PAUSE;
        check(LongStream.range(first, first + WITH_PAUSE));
    }

    @Test
    void freshSeedsWithTagsHoldEveryRule() {
        long first = TODAY | Simulation.WITH_TAGS;
        check(LongStream.range(first, first + WITH_TAGS));
        long paused = first | Simulation.WITH_PAUSE;
        check(LongStream.range(paused, paused + WITH_TAGS));
    }

    @Test
    void freshSeedsWithSlotsAndFollowedClustersHoldEveryRule() {
        long first = TODAY | Simulation.FOR_OTHERS;
        check(LongStream.range(first, first + FOR_OTHERS));
        check(followed(first | Simulation.WITH_ORDERS));
        check(followed(first | Simulation.WITH_TAGS));
        check(followed(first | Simulation.WITH_ORDERS | Simulation.WITH_TAGS));
    }

    @Test
    void freshSeedsThatFollowAnArchiveHoldEveryRule() {
        long first = TODAY | Simulation.BY_ARCHIVE;
        check(LongStream.range(first, first + FOR_OTHERS));
        long orders = first | Simulation.WITH_ORDERS | Simulation.WITH_TAGS;
        check(LongStream.range(orders, orders + FOR_OTHERS));
    }

    /** Those that follow another cluster. */
    private static LongStream followed(long first) {
        return LongStream.range(first, first + FOR_OTHERS).filter(seed -> seed % 2 == 0);
    }

    @Test
    void freshSeedsWithAQuorumHoldEveryRule() {
        long first = TODAY | Simulation.WITH_QUORUM;
        check(LongStream.range(first, first + WITH_QUORUM));
        long changes = first | Simulation.WITH_CHANGES;
        check(LongStream.range(changes, changes + WITH_QUORUM));
    }

    @Test
    void freshSeedsWithOperatorsAtWorkHoldEveryRule() {
        long first = TODAY | Simulation.WITH_UPKEEP;
        check(LongStream.range(first, first + WITH_UPKEEP));
    }

    @Test
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
        return new Simulation(seed, Set.of(), lines::add, true).run();
    }

    private static void check(LongStream seeds) {
        Seeds.Tally tally = Seeds.run(seeds);
        System.out.println(tally.summary());
        for (Simulation.Outcome outcome : tally.failures()) {
            String rule = outcome.broken().map(Violation::rule).orElse("");
            System.out.println(PastFailures.IN_CHECKOUT.enter(outcome.seed(), rule));
        }
        if (!tally.failures().isEmpty()) {
            fail(Report.broken(tally.failures().getFirst()) + tally.summary());
        }
    }
}
