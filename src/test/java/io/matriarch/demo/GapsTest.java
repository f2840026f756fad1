package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class GapsTest {

    private final Gaps gaps = new Gaps(1_000);

    @Test
    void theTimeBeforeTheFirstCommitIsNoGap() {
        assertEquals(0, gaps.longest(9_000));
        assertEquals(1_000, gaps.last());
        gaps.acknowledged(9_000);
        assertEquals(0, gaps.longest(9_000));
    }

    @Test
    void theLongestStays() {
        gaps.acknowledged(2_000);
        gaps.acknowledged(2_010);
        gaps.acknowledged(2_500);
        gaps.acknowledged(2_510);
        assertEquals(490, gaps.longest(2_520));
        assertEquals(2_510, gaps.last());
    }

    @Test
    void anOpenGapCounts() {
        gaps.acknowledged(2_000);
        gaps.acknowledged(2_100);
        assertEquals(5_000, gaps.longest(7_100));
    }

    @Test
    void afterARestartAnOpenGapCountsFromItsBeginning() {
        gaps.acknowledged(2_000);
        gaps.acknowledged(4_000);
        gaps.restart();
        assertEquals(10, gaps.longest(4_010));
        gaps.acknowledged(4_300);
        gaps.acknowledged(4_310);
        assertEquals(300, gaps.longest(4_320));
    }

    @Test
    void clocksMayBeNegative() {
        var negative = new Gaps(-500);
        negative.acknowledged(-400);
        negative.acknowledged(-100);
        assertEquals(300, negative.longest(-90));
    }
}
