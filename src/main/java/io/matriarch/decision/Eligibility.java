package io.matriarch.decision;

import io.matriarch.cluster.Bidding;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.NodeSettings;
import io.matriarch.cluster.OperatorRequest;
import io.matriarch.cluster.PostgresView;
import java.util.Optional;
import java.util.stream.Stream;

/** Who may lead (S6): the reason why this node may not, or nothing. */
public final class Eligibility {

    private Eligibility() {}

    /** What keeps this node from leading, as the end of a sentence; empty when nothing does. */
    public static Optional<String> obstacle(
            Observation seen, Memory memory, NodeSettings settings) {
        Bidding said =
                forced(seen, settings)
                        ? Bidding.FORCED
                        : named(seen, settings) ? Bidding.NAMED : Bidding.NONE;
        return obstacle(seen, memory, settings, said);
    }

    /** What an operator would have to say for this node to lead. */
    public static Bidding bidding(Observation seen, Memory memory, NodeSettings settings) {
        return Stream.of(Bidding.NONE, Bidding.NAMED, Bidding.FORCED)
                .filter(said -> obstacle(seen, memory, settings, said).isEmpty())
                .findFirst()
                .orElse(Bidding.VAIN);
    }

    private static Optional<String> obstacle(
            Observation seen, Memory memory, NodeSettings settings, Bidding said) {
        if (seen.stopping()) {
            return Optional.of("this agent is stopping");
        }
        if (!seen.me().tags().mayLead()) {
            return Optional.of("it is tagged nofailover");
        }
        if (Unguarded.is(seen)) {
            return Optional.of(Unguarded.WHY);
        }
        Optional<String> departing = Departing.obstacle(seen, memory);
        if (departing.isPresent()) {
            return departing;
        }
        if (memory.standsBy(seen.now())) {
            return Optional.of(
                    "it promised to stand by for %s, which cannot reach the store"
                            .formatted(memory.promise().get().leader()));
        }
        if (!(seen.server().orElse(null) instanceof PostgresView.Standby standby)) {
            return Optional.of("its PostgreSQL is not a running standby");
        }
        return seen.lease().flatMap(lease -> behind(lease, standby, seen, settings, said));
    }

    private static Optional<String> behind(
            LeaseView lease,
            PostgresView.Standby mine,
            Observation seen,
            NodeSettings settings,
            Bidding said) {
        if (lease.systemId().isKnown() && !lease.systemId().equals(mine.systemId())) {
            return Optional.of(
                    "its data is of another cluster (system identifier %s, this cluster has %s)"
                            .formatted(mine.systemId(), lease.systemId()));
        }
        if (!lease.failsafe().contains(settings.self())) {
            return Optional.of("the last leader did not count on it (not in the failsafe list)");
        }
        Optional<String> outside = outside(lease, settings, said);
        if (outside.isPresent()) {
            return outside;
        }
        if (lease.timeline().isAfter(mine.timeline())) {
            return Optional.of(
                    "its timeline %s is behind the cluster's %s"
                            .formatted(mine.timeline(), lease.timeline()));
        }
        long lag = lease.lsn().minus(mine.position());
        boolean newer = mine.timeline().isAfter(lease.timeline());
        // What a member of the sync set lacks was never acknowledged to anybody.
        // While another cluster takes the writes, it has them all.
        boolean elsewhere = settings.standbyOf().isPresent() && seen.remote().writer().isPresent();
        boolean bounded = lease.sync().isEmpty() && !newer && !elsewhere;
        if (bounded && lag > settings.maximumLag() && said == Bidding.NONE) {
            return Optional.of(
                    "it lacks %d bytes of what the last leader had, more than the limit of %d"
                            .formatted(lag, settings.maximumLag()));
        }
        return Optional.empty();
    }

    /** Only the sync set, and the last holder itself, have all that was acknowledged (S9). */
    private static Optional<String> outside(LeaseView lease, NodeSettings settings, Bidding said) {
        boolean inside =
                lease.sync().isEmpty()
                        || lease.sync().names().contains(settings.self())
                        || lease.holder().equals(settings.self());
        return inside || said == Bidding.FORCED
                ? Optional.empty()
                : Optional.of(
                        "only %s has all that was acknowledged; a forced failover to %s may lose writes"
                                .formatted(
                                        SyncChoice.names(lease.sync().names()), settings.self()));
    }

    /**
     * What the archive holds may lack the last commits. Where commits wait for standbys, a write of
     * the lease that counts on this node may be on its way while its data is rebuilt, so that only
     * the leader's own data will do, or an operator's force (S9).
     */
    static boolean mayRestore(LeaseView lease, Observation seen, NodeSettings settings) {
        return settings.archive() && (!isCountedOn(lease, settings) || forced(seen, settings));
    }

    /** Acknowledged writes may rest on this node's data. */
    static boolean isCountedOn(LeaseView lease, NodeSettings settings) {
        return settings.replication().waits() || !lease.sync().isEmpty();
    }

    static boolean forced(Observation seen, NodeSettings settings) {
        return failover(seen)
                .filter(r -> r.kind() == OperatorRequest.Kind.FORCED)
                .flatMap(OperatorRequest::to)
                .filter(settings.self()::equals)
                .isPresent();
    }

    /** Each member that may take this lease has just said that it cannot lead. */
    static boolean nobodyElse(Observation seen, LeaseView lease) {
        return lease.failsafe().stream()
                .filter(name -> !name.equals(seen.me().name()))
                .allMatch(name -> seen.fresh(name).filter(r -> !r.eligible()).isPresent());
    }

    /** An operator named this node in a failover: the lag is the operator's decision. */
    static boolean named(Observation seen, NodeSettings settings) {
        return failover(seen)
                .flatMap(OperatorRequest::to)
                .filter(settings.self()::equals)
                .isPresent();
    }

    static Optional<OperatorRequest> failover(Observation seen) {
        return seen.store()
                .seen()
                .flatMap(view -> view.request())
                .filter(request -> request.kind() != OperatorRequest.Kind.SWITCHOVER);
    }
}
