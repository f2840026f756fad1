package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.api.dto.ClusterDocument;
import io.matriarch.api.dto.LeaseDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HerdViewTest {

    private static final NodeAnswer LEADER = new NodeAnswer("primary", "running", false, 3, "");
    private static final NodeAnswer STANDBY = new NodeAnswer("replica", "running", true, 3, "");
    private static final NodeAnswer WAITING =
            new NodeAnswer("replica", "running", false, 2, "waiting to stream from n1");

    @Test
    void peaceIsOneLeaderAndAllOthersStreaming() {
        HerdView view = view("n1", LEADER, STANDBY);
        assertEquals(Optional.empty(), view.trouble());
        assertEquals(Optional.of("n1"), view.leader());
        assertEquals(4, view.epoch());
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(
                Optional.of("n2 does not stream: waiting to stream from n1"),
                view("n1", LEADER, WAITING).trouble());
        assertEquals(Optional.of("nobody leads"), view("n1", STANDBY, STANDBY).trouble());
        assertEquals(Optional.of("n1 and n2 lead at once"), view("n1", LEADER, LEADER).trouble());
        assertEquals(
                Optional.of("n1 leads without the lease"), view("n2", LEADER, STANDBY).trouble());
        assertEquals(
                Optional.of("n2's agent does not answer"),
                new HerdView(
                                Map.of("n1", Optional.of(LEADER), "n2", Optional.empty()),
                                List.of(document("n1", 4)))
                        .trouble());
    }

    @Test
    void whoKnowsOfALaterEpochIsBelieved() {
        var view =
                new HerdView(
                        Map.of("n1", Optional.of(STANDBY), "n2", Optional.of(LEADER)),
                        List.of(document("n1", 4), document("n2", 5), document("n1", 4)));
        assertEquals(5, view.epoch());
        assertEquals(Optional.of("n2"), view.leader());
    }

    @Test
    void aLagThatChangesIsNoNews() {
        assertTrue(
                HerdWatch.sameWords(
                        "no action: I am n2, a replica of n1, 0 B behind",
                        "no action: I am n2, a replica of n1, 16 kB behind"));
        assertFalse(HerdWatch.sameWords("waiting", "promoting"));
    }

    private static HerdView view(String holder, NodeAnswer first, NodeAnswer second) {
        return new HerdView(
                Map.of("n1", Optional.of(first), "n2", Optional.of(second)),
                List.of(document(holder, 4)));
    }

    private static ClusterDocument document(String holder, long epoch) {
        return new ClusterDocument(
                "herd",
                Optional.empty(),
                Optional.of(new LeaseDocument(holder, epoch, 3, false)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
