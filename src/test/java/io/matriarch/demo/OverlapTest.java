package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class OverlapTest {

    private final Overlap overlap = new Overlap();

    @Test
    void oneLeaderAtATimeIsNone() {
        overlap.leads("n1", 1);
        overlap.leads("n1", 1);
        overlap.leads("n1", 2);
        overlap.leads("n2", 3);
        assertEquals(0, overlap.instants());
    }

    @Test
    void eachInstantWithTwoCountsOnce() {
        overlap.leads("n1", 7);
        overlap.leads("n2", 7);
        overlap.leads("n3", 7);
        overlap.leads("n2", 8);
        overlap.leads("n1", 8);
        assertEquals(2, overlap.instants());
    }

    @Test
    void aLateAnswerStillFindsItsInstant() {
        overlap.leads("n1", 7);
        overlap.leads("n1", 8);
        overlap.leads("n2", 7);
        assertEquals(1, overlap.instants());
    }

    @Test
    void countsAnewAfterARestart() {
        overlap.leads("n1", 7);
        overlap.leads("n2", 7);
        overlap.restart();
        assertEquals(0, overlap.instants());
    }
}
