package io.matriarch.decision;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.Reading;
import java.util.Optional;

/** Remembers since when the lease has stood still, by this node's clock alone (S1). */
final class Watching {

    private Watching() {}

    static Memory update(Observation seen, Memory memory) {
        Memory before = memory.standsBy(seen.now()) ? memory : memory.promised(Optional.empty());
        boolean data = seen.lease().filter(l -> l.systemId().isKnown()).isPresent();
        Memory told = data && !before.dataSeen() ? before.withDataSeen() : before;
        Memory kept = told.blind(blind(seen, told));
        return switch (seen.store()) {
            // Who has not looked cannot say that there was no lease all the while (S12).
            case Reading.Missing<ClusterView> _ -> kept.absent(Optional.empty());
            case Reading.Seen<ClusterView>(var view, _) when view.lease().isPresent() ->
                    kept.absent(Optional.empty()).watching(watch(seen, kept, view.lease().get()));
            case Reading.Seen<ClusterView> _ ->
                    kept.watching(Optional.empty()).absent(since(seen, kept));
        };
    }

    private static Optional<Moment> since(Observation seen, Memory memory) {
        return memory.absentSince().or(() -> Optional.of(seen.now()));
    }

    private static Optional<Moment> blind(Observation seen, Memory memory) {
        return seen.store().seen().isPresent()
                ? Optional.empty()
                : memory.blindSince().or(() -> Optional.of(seen.now()));
    }

    /** A first sight counts from now, which is after the read: never from before it. */
    private static Optional<Memory.Watch> watch(Observation seen, Memory memory, LeaseView lease) {
        return memory.watch()
                .filter(w -> w.epoch() == lease.epoch() && w.beat() == lease.beat())
                .or(() -> Optional.of(new Memory.Watch(lease.epoch(), lease.beat(), seen.now())));
    }

    /** The lease has stood still for its whole ttl under this node's eyes. */
    static boolean expired(LeaseView lease, Memory memory, Moment now) {
        return ends(lease, memory).map(now::reached).orElse(false);
    }

    /** Since when nobody leads by this lease, by this node's own clock. */
    static Optional<Moment> freeSince(LeaseView lease, Memory memory) {
        return lease.released()
                ? ends(lease, memory).map(end -> end.minus(lease.ttl()))
                : ends(lease, memory);
    }

    /** When this node may take the lease if nothing moves until then. */
    static Optional<Moment> ends(LeaseView lease, Memory memory) {
        return memory.watch()
                .filter(w -> w.epoch() == lease.epoch() && w.beat() == lease.beat())
                .map(w -> w.since().plus(lease.ttl()));
    }
}
