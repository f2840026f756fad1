package io.matriarch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose turn the scheduled backup is. */
final class BackupTurnTest {

    private static final Instant DUE = Instant.parse("2026-11-23T03:00:00Z");
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final NodeName N3 = new NodeName("n3");

    @Test
    void replicasComeOneAfterTheOtherAndTheLeaderLast() {
        var replicas = List.of(N3, N2);
        assertEquals(after(0), new BackupTurn(DUE, replicas, false).of(N2));
        assertEquals(after(1), new BackupTurn(DUE, replicas, false).of(N3));
        assertEquals(after(2), new BackupTurn(DUE, replicas, true).of(N1));
    }

    @Test
    void aLeaderAloneIsFirst() {
        assertEquals(after(0), new BackupTurn(DUE, List.of(), true).of(N1));
    }

    @Test
    void whoNeitherStreamsNorLeadsHasNoTurn() {
        assertEquals(Optional.empty(), new BackupTurn(DUE, List.of(N2), false).of(N3));
    }

    private static Optional<Instant> after(int turns) {
        return Optional.of(DUE.plus(Duration.ofMinutes(10).multipliedBy(turns)));
    }
}
