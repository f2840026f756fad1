package io.matriarch.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What retention lets go. */
final class RetentionTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /** One each day, the oldest nine days ago; the one of seven days ago is permanent. */
    private static final List<BaseBackup> DAILY =
            List.of(
                    full("d9", 9, false),
                    full("d8", 8, false),
                    full("d7", 7, true),
                    full("d6", 6, false),
                    full("d3", 3, false),
                    delta("d2", 2, "d3"),
                    delta("d1", 1, "d2"));

    @Test
    void withoutARuleAllStay() {
        assertEquals(Set.of(), Retention.NONE.dispensable(DAILY, NOW));
    }

    @Test
    void aCountCountsFullBackupsAndSparesPermanentOnes() {
        assertEquals(Set.of("d9", "d8"), rule(2, -1).dispensable(DAILY, NOW));
        assertEquals(Set.of("d9", "d8", "d6"), rule(1, -1).dispensable(DAILY, NOW));
    }

    @Test
    void daysKeepTheBackupThatReachesTheFirstOfThem() {
        assertEquals(Set.of("d9", "d8"), rule(-1, 5).dispensable(DAILY, NOW));
        assertEquals(Set.of(), rule(-1, 9).dispensable(DAILY, NOW));
    }

    /** Of the log behind a permanent one nothing is kept for it: it reaches no other point. */
    @Test
    void aPermanentBackupReachesNoDays() {
        assertEquals(Set.of("d9"), rule(-1, 7).dispensable(DAILY, NOW));
        var two = List.of(full("d3", 3, false), full("d2", 2, true), full("d1", 1, false));
        assertEquals(Set.of(), rule(2, -1).dispensable(two, NOW));
    }

    @Test
    void theLongerRuleWins() {
        assertEquals(Set.of("d9"), rule(1, 7).dispensable(DAILY.subList(0, 2), NOW));
        assertEquals(Set.of("d9", "d8"), rule(1, 5).dispensable(DAILY, NOW));
    }

    @Test
    void whatAKeptDeltaRestsOnStays() {
        assertEquals(Set.of("d9", "d8", "d6"), rule(-1, 1).dispensable(DAILY, NOW));
    }

    @Test
    void theNewestStaysHoweverOld() {
        var alone = List.of(full("old", 900, false));
        assertEquals(Set.of(), rule(-1, 1).dispensable(alone, NOW));
    }

    private static Retention rule(int count, int days) {
        return new Retention(
                count < 0 ? OptionalInt.empty() : OptionalInt.of(count),
                days < 0 ? OptionalInt.empty() : OptionalInt.of(days));
    }

    private static BaseBackup full(String name, int daysAgo, boolean permanent) {
        return backup(name, daysAgo, permanent, Optional.empty());
    }

    private static BaseBackup delta(String name, int daysAgo, String on) {
        return backup(name, daysAgo, false, Optional.of(on));
    }

    private static BaseBackup backup(
            String name, int daysAgo, boolean permanent, Optional<String> on) {
        Instant at = NOW.minus(Duration.ofDays(daysAgo));
        return new BaseBackup(
                name,
                on,
                new Timeline(1),
                new Lsn(1L << 24),
                new Lsn(2L << 24),
                at,
                at,
                1,
                1,
                new SystemId("7"),
                150018,
                "n1",
                permanent,
                Optional.empty(),
                Optional.empty());
    }
}
