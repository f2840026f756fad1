package io.matriarch.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The members that may lead after the holder, because they have what was acknowledged (S9): each of
 * them by itself, or enough of them together. Empty in asynchronous mode, where lag alone decides;
 * the holder alone as long as no standby is waited for.
 *
 * @param needed each acknowledged write is on at least so many of them; all, unless a quorum counts
 */
public record SyncSet(List<NodeName> names, int needed) {

    public static final SyncSet NONE = new SyncSet(List.of(), 0);

    public SyncSet {
        names = List.copyOf(names);
    }

    /** Nobody but {@code holder} has what it acknowledges. */
    public static SyncSet alone(NodeName holder) {
        return new SyncSet(List.of(holder), 0);
    }

    /** Each commit waits for all of {@code standbys}; of none, {@code holder} is alone. */
    public static SyncSet of(NodeName holder, List<NodeName> standbys) {
        return standbys.isEmpty() ? alone(holder) : new SyncSet(standbys, standbys.size());
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** The members besides {@code holder}. */
    public Set<NodeName> standbys(NodeName holder) {
        Set<NodeName> others = new TreeSet<>(names);
        others.remove(holder);
        return others;
    }

    /** Each acknowledged write is on at least so many of the members besides {@code holder}. */
    public int kept(NodeName holder) {
        return Math.max(0, names.contains(holder) ? needed - 1 : needed);
    }

    /**
     * Whoever leads after {@code holder} must find so many of its members, itself included, at or
     * behind its own position: any so many, and those that have a write, have a member in common.
     */
    public int votes(NodeName holder) {
        return Math.max(1, standbys(holder).size() - kept(holder) + 1);
    }

    /** Whom any of {@code sets} names. */
    public static Set<NodeName> named(Collection<SyncSet> sets) {
        Set<NodeName> all = new TreeSet<>();
        sets.forEach(set -> all.addAll(set.names()));
        return all;
    }
}
