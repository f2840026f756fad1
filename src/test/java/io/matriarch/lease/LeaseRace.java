package io.matriarch.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Writers that all take the same lease at the same instant, round after round. */
public final class LeaseRace {

    private LeaseRace() {}

    /**
     * Each of {@code stores} is one writer's own way to the same empty cluster.
     *
     * @return how many rounds were won by exactly one writer and refused, with the winner's lease
     *     shown, to all others: {@code rounds}, or the test fails
     */
    public static int run(List<? extends ClusterStore> stores, int rounds)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            LeaseCondition condition = new LeaseCondition.Absent();
            for (int round = 1; round <= rounds; round++) {
                var attempts = new ArrayList<Callable<LeaseWrite>>();
                for (int i = 0; i < stores.size(); i++) {
                    var store = stores.get(i);
                    var next = Samples.lease(new NodeName("w" + i), round, round);
                    var watched = condition;
                    attempts.add(() -> store.write(next, watched));
                }
                var writes = new ArrayList<LeaseWrite>();
                for (var attempt : threads.invokeAll(attempts)) {
                    writes.add(attempt.get());
                }
                condition = Samples.unmoved(onlyWinner(round, writes));
            }
        }
        return rounds;
    }

    private static LeaseView onlyWinner(int round, List<LeaseWrite> writes) {
        var winners = new ArrayList<LeaseView>();
        for (var write : writes) {
            switch (write) {
                case LeaseWrite.Won(var lease) -> winners.add(lease);
                case LeaseWrite.Refused _ -> {}
                case LeaseWrite.Unknown(var why) -> fail("round " + round + ": " + why);
            }
        }
        assertEquals(1, winners.size(), "winners of round " + round);
        var winner = winners.getFirst();
        for (int i = 0; i < writes.size(); i++) {
            if (!winner.holder().value().equals("w" + i)) {
                assertEquals(new LeaseWrite.Refused(Optional.of(winner)), writes.get(i));
            }
        }
        return winner;
    }
}
