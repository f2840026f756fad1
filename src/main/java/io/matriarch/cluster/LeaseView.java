package io.matriarch.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The lease item as one read or one refused write showed it.
 *
 * @param holder who holds it, or held it last
 * @param incarnation the holder's run of its agent; empty when an heir has not renewed yet
 * @param epoch rises by one at each change of holder: the fencing token
 * @param beat rises at each write of the holder
 * @param ttl how long a watcher must see (epoch, beat) stand still before it may take
 * @param released true when the holder gave it up: free at once
 * @param heir whom the last holder chose at a hand-over
 * @param lsn the holder's position at its last write
 * @param timeline the newest timeline that a holder has led on
 * @param systemId of the cluster; {@link SystemId#NONE} until the first initdb has ended
 * @param failsafe the members that must all confirm when the store is out of reach (S5)
 * @param fence former holders that did not give the lease back, and whose machines are not known to
 *     be off since
 * @param replacing the one member that may have its group replace it; at most one at a time
 */
public record LeaseView(
        NodeName holder,
        String incarnation,
        long epoch,
        long beat,
        Duration ttl,
        boolean released,
        Optional<NodeName> heir,
        SyncSet sync,
        Lsn lsn,
        Timeline timeline,
        SystemId systemId,
        Set<NodeName> failsafe,
        Set<NodeName> fence,
        Optional<NodeName> replacing) {

    public LeaseView {
        failsafe = Set.copyOf(failsafe);
        fence = Set.copyOf(fence);
    }

    /** One under which nobody is fenced or replaced. */
    public LeaseView(
            NodeName holder,
            String incarnation,
            long epoch,
            long beat,
            Duration ttl,
            boolean released,
            Optional<NodeName> heir,
            SyncSet sync,
            Lsn lsn,
            Timeline timeline,
            SystemId systemId,
            Set<NodeName> failsafe) {
        this(
                holder,
                incarnation,
                epoch,
                beat,
                ttl,
                released,
                heir,
                sync,
                lsn,
                timeline,
                systemId,
                failsafe,
                Set.of(),
                Optional.empty());
    }

    /** The same lease, under which this member, or nobody, may be replaced. */
    public LeaseView replacing(Optional<NodeName> member) {
        return new LeaseView(
                holder,
                incarnation,
                epoch,
                beat,
                ttl,
                released,
                heir,
                sync,
                lsn,
                timeline,
                systemId,
                failsafe,
                fence,
                member);
    }

    /** The same lease with others to fence. */
    public LeaseView fencing(Set<NodeName> others) {
        return new LeaseView(
                holder,
                incarnation,
                epoch,
                beat,
                ttl,
                released,
                heir,
                sync,
                lsn,
                timeline,
                systemId,
                failsafe,
                others,
                replacing);
    }

    /** The same lease, for which all of {@code members} must stand by (S5). */
    public LeaseView confirmedBy(Set<NodeName> members) {
        return new LeaseView(
                holder,
                incarnation,
                epoch,
                beat,
                ttl,
                released,
                heir,
                sync,
                lsn,
                timeline,
                systemId,
                members,
                fence,
                replacing);
    }

    /** The same lease, which must be seen to stand still for another span. */
    public LeaseView lasting(Duration other) {
        return new LeaseView(
                holder,
                incarnation,
                epoch,
                beat,
                other,
                released,
                heir,
                sync,
                lsn,
                timeline,
                systemId,
                failsafe,
                fence,
                replacing);
    }

    /** The same lease with another sync set. */
    public LeaseView with(SyncSet other) {
        return new LeaseView(
                holder,
                incarnation,
                epoch,
                beat,
                ttl,
                released,
                heir,
                other,
                lsn,
                timeline,
                systemId,
                failsafe,
                fence,
                replacing);
    }

    /** The same lease, with a position that takes back nothing of what {@code other} told. */
    public LeaseView notBehind(LeaseView other) {
        boolean newer = other.timeline.isAfter(timeline);
        Lsn further = timeline.isAfter(other.timeline) ? lsn : lsn.max(other.lsn);
        return new LeaseView(
                holder,
                incarnation,
                epoch,
                beat,
                ttl,
                released,
                heir,
                sync,
                newer ? other.lsn : further,
                newer ? other.timeline : timeline,
                systemId.isKnown() ? systemId : other.systemId,
                failsafe,
                fence,
                // A write without an answer may have told it: nobody else before it is taken back.
                other.replacing.or(() -> replacing));
    }
}
