package io.matriarch.postgres.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import org.junit.jupiter.api.Test;

/** Switch point 0/5000000 of timeline 1 unless a test says otherwise. */
final class DivergenceTest {

    private static final TimelineHistory ONE = TimelineHistory.alone(new Timeline(1));
    private static final TimelineHistory TWO = history(2, "1\t0/5000000\tno recovery target");

    @Test
    void aPrimaryWhoseShutdownCheckpointWasReceivedNeedsNoRewind() {
        assertEquals(
                new Divergence.None(),
                Divergence.of(control("shut down", 1, "0/4FFFF88"), lsn("0/5000000"), ONE, TWO));
    }

    @Test
    void aShutdownCheckpointThatBeginsAtTheSwitchPointIsNotInTheHistory() {
        assertEquals(
                new Divergence.Since(lsn("0/5000000")),
                Divergence.of(control("shut down", 1, "0/5000000"), lsn("0/5000078"), ONE, TWO));
    }

    @Test
    void aPrimaryThatWroteOnHasDiverged() {
        var since =
                assertInstanceOf(
                        Divergence.Since.class,
                        Divergence.of(
                                control("shut down", 1, "0/5001000"), lsn("0/5001078"), ONE, TWO));
        assertEquals(0x1078, since.dropped(lsn("0/5001078")));
    }

    @Test
    void aStandbyUpToTheSwitchPointStreamsOnAndOneBehindItDoesNot() {
        var standby = control("shut down in recovery", 1, "0/4000000");
        assertEquals(new Divergence.None(), Divergence.of(standby, lsn("0/5000000"), ONE, TWO));
        assertEquals(
                new Divergence.Since(lsn("0/5000000")),
                Divergence.of(standby, lsn("0/5000100"), ONE, TWO));
    }

    @Test
    void theHeaderOfANewPageIsNoWrittenLog() {
        var standby = control("in archive recovery", 1, "0/4000000");
        assertEquals(new Divergence.None(), Divergence.of(standby, lsn("0/5000028"), ONE, TWO));
        var since = new Divergence.Since(lsn("0/5000000"));
        assertEquals(0, since.dropped(lsn("0/5000018")));
        assertEquals(0, since.dropped(lsn("0/4000000")));
    }

    @Test
    void sameTimelineIsNoDivergence() {
        assertEquals(
                new Divergence.None(),
                Divergence.of(control("shut down", 2, "0/6000000"), lsn("0/6000078"), TWO, TWO));
    }

    @Test
    void twoTimelinesFromOneAncestorPartWhereTheFirstOfThemForkedOff() {
        var three = history(3, "1\t0/4800000\tno recovery target");
        assertEquals(
                new Divergence.Since(lsn("0/4800000")),
                Divergence.of(control("shut down", 3, "0/6000000"), lsn("0/6000078"), three, TWO));
    }

    @Test
    void aNewerTimelineThanTheUpstreamsHasDiverged() {
        assertEquals(
                new Divergence.Since(lsn("0/5000000")),
                Divergence.of(control("shut down", 2, "0/6000000"), lsn("0/6000078"), TWO, ONE));
    }

    @Test
    void sameNumberButAnotherOriginIsAnotherTimeline() {
        var other = history(2, "1\t0/4800000\tno recovery target");
        assertEquals(
                new Divergence.Since(lsn("0/4800000")),
                Divergence.of(control("shut down", 2, "0/6000000"), lsn("0/6000078"), TWO, other));
    }

    @Test
    void withoutACommonTimelineThereIsNothingToRewindTo() {
        var lost = TimelineHistory.alone(new Timeline(7));
        assertEquals(
                new Divergence.Unrelated(),
                Divergence.of(control("shut down", 1, "0/6000000"), lsn("0/6000078"), ONE, lost));
    }

    private static TimelineHistory history(int timeline, String file) {
        return TimelineHistory.parse(new Timeline(timeline), file);
    }

    private static ControlData control(String state, int timeline, String checkpoint) {
        return new ControlData(
                new SystemId("1"), state, new Timeline(timeline), lsn(checkpoint), Lsn.ZERO);
    }

    private static Lsn lsn(String text) {
        return Lsn.parse(text);
    }
}
