package io.matriarch.cluster;

import java.util.Set;

/**
 * This run of the agent.
 *
 * @param incarnation unique to this run
 * @param earlier incarnations of this node's earlier runs: a lease that names one of them is ours
 * @param tags what its operator says of this node
 */
public record Myself(NodeName name, String incarnation, Set<String> earlier, Tags tags) {

    /** Of whom an operator says nothing. */
    public Myself(NodeName name, String incarnation, Set<String> earlier) {
        this(name, incarnation, earlier, Tags.NONE);
    }

    public Myself {
        earlier = Set.copyOf(earlier);
    }

    /** The same, tagged otherwise. */
    public Myself tagged(Tags other) {
        return new Myself(name, incarnation, earlier, other);
    }

    /** The lease names this very run. */
    public boolean holds(LeaseView lease) {
        return !lease.released()
                && lease.holder().equals(name)
                && lease.incarnation().equals(incarnation);
    }

    /** The lease names this node: an earlier run of it, or the heir that it is. */
    public boolean mayAdopt(LeaseView lease) {
        return !lease.released()
                && lease.holder().equals(name)
                && (lease.incarnation().isEmpty() || earlier.contains(lease.incarnation()));
    }
}
