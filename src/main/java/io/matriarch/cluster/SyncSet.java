package io.matriarch.cluster;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The members that have every write that was acknowledged, and so may lead after the holder (S9).
 * Empty in asynchronous mode, where lag alone decides; the holder alone as long as no standby is
 * waited for.
 *
 * @param needed how many of them each commit waits for
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
}
