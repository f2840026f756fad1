package io.matriarch.decision;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SyncWait;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The order in which the lease and PostgreSQL learn of a quorum (S9). The lease promises that each
 * acknowledged write is on {@code kept} of its voters; PostgreSQL keeps that promise as long as any
 * {@code count} of those it waits for include so many voters. No step may break it, neither by
 * itself nor when nothing comes after it.
 *
 * @param self the holder
 * @param told what any write of the lease may promise
 * @param now what commits wait for
 * @param wanted whom they should wait for
 * @param count how many of those
 */
record QuorumPlan(
        NodeName self,
        Collection<SyncSet> told,
        SyncWait now,
        Collection<NodeName> wanted,
        int count) {

    QuorumPlan {
        wanted = Set.copyOf(wanted);
    }

    /** PostgreSQL may wait as is wanted: what any item of the lease promises stays true. */
    boolean mayForce() {
        return told.stream()
                .filter(set -> !set.standbys(self).isEmpty())
                .allMatch(set -> count - without(wanted, voters(set)) >= set.kept(self));
    }

    /**
     * What the lease should say next; empty when it can say nothing new yet.
     *
     * @param set what it says
     * @param has this member has all that was acknowledged before {@code now} was in force
     */
    Optional<SyncSet> write(SyncSet set, Predicate<NodeName> has) {
        SyncSet last = new SyncSet(wanted.stream().sorted().toList(), count);
        boolean forced = sure() - without(now.names(), wanted) >= count;
        boolean before = kept(set) - without(voters(set), wanted) >= count;
        boolean caughtUp = wanted.stream().filter(has).count() >= count;
        if (forced && (before || caughtUp)) {
            return Optional.of(last);
        }
        return mayForce() ? Optional.empty() : Optional.of(between(set));
    }

    /** Promises less of more members: true from now on, and PostgreSQL may do what is wanted. */
    private SyncSet between(SyncSet set) {
        Set<NodeName> all = new TreeSet<>(voters(set));
        all.addAll(wanted);
        all.addAll(now.names());
        return new SyncSet(all.stream().toList(), Math.min(kept(set), Math.min(sure(), count)));
    }

    /** Of nobody, everything is true. */
    private int kept(SyncSet set) {
        return voters(set).isEmpty() ? 0 : set.kept(self);
    }

    private Set<NodeName> voters(SyncSet set) {
        return set.standbys(self);
    }

    /** What waits for somebody who does not exist acknowledges nothing. */
    private int sure() {
        return now.blocked() ? Integer.MAX_VALUE / 2 : now.count();
    }

    private static int without(Collection<NodeName> some, Collection<NodeName> others) {
        return (int) some.stream().filter(n -> !others.contains(n)).count();
    }
}
