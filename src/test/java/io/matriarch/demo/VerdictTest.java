package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VerdictTest {

    private static final Figures GOOD = new Figures(3.0, 0, 1_000, 0);

    @Test
    void nothingIsWrong() {
        var verdict = new Verdict(Expected.of(new Fault.AgentKill()));
        verdict.peace(Optional.empty());
        verdict.figures(GOOD);
        verdict.leader("n1", "n2");
        assertEquals(Optional.empty(), verdict.first());
    }

    @Test
    void twoPrimariesAreWrongAlways() {
        var verdict = new Verdict(Expected.of(new Fault.NodeKill()));
        verdict.figures(new Figures(3.0, 0.05, 1_000, 0));
        assertEquals(Optional.of("two primaries for 0.05 s"), verdict.first());
    }

    @Test
    void onlyALostMachineMayTakeItsLastInstantWithIt() {
        var agent = new Verdict(Expected.of(new Fault.AgentKill()));
        agent.figures(new Figures(3.0, 0, 1_000, 1));
        assertEquals(Optional.of("1 acknowledged row lost"), agent.first());
        var node = new Verdict(Expected.of(new Fault.NodeKill()));
        node.figures(new Figures(3.0, 0, 1_000, 2));
        assertEquals(Optional.empty(), node.first());
        node.figures(new Figures(3.0, 0, 1_000, 200));
        assertEquals(Optional.of("200 acknowledged rows lost"), node.first());
    }

    @Test
    void aHangingStoreIsNoReasonToChange() {
        var verdict = new Verdict(Expected.of(new Fault.StoreHang(Duration.ofSeconds(60))));
        verdict.leader("n1", "n2");
        assertEquals(Optional.of("n1 led before, and n2 leads now"), verdict.first());
    }

    @Test
    void theFirstFindingCounts() {
        var verdict = new Verdict(Expected.of(new Fault.NodeKill()));
        verdict.nobodyTookOver(60);
        verdict.leader("n1", "nobody");
        assertEquals(Optional.of("no commit was acknowledged within 60 s"), verdict.first());
    }
}
