package io.matriarch.decision;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.NodeSettings;
import java.time.Duration;
import java.util.Optional;

/** A member's answer to a leader that cannot reach the store (S5). */
public final class Promises {

    private Promises() {}

    /**
     * @param given the promise was made, and {@code next} remembers it
     */
    public record Answer(Memory next, boolean given) {}

    /**
     * @param writing a write of the lease by this node is under way: it may be about to lead
     */
    public static Answer answer(
            NodeName leader,
            long epoch,
            Duration ttl,
            boolean holdsLease,
            boolean writing,
            Optional<LeaseView> lease,
            Memory memory,
            NodeSettings settings,
            Moment now) {
        boolean superseded =
                lease.map(
                                l ->
                                        l.epoch() > epoch
                                                || (l.epoch() == epoch
                                                        && !l.holder().equals(leader)))
                        .orElse(false);
        if (holdsLease || writing || superseded || leader.equals(settings.self())) {
            return new Answer(memory, false);
        }
        Duration longer =
                ttl.compareTo(settings.timers().ttl()) > 0 ? ttl : settings.timers().ttl();
        Moment until = now.plus(longer);
        if (memory.promise().isPresent()) {
            until = until.max(memory.promise().get().until());
        }
        return new Answer(
                memory.promised(Optional.of(new Memory.Promise(leader, epoch, until))), true);
    }
}
