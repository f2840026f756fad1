package io.matriarch.cluster;

import java.util.List;

/**
 * The members that PostgreSQL waits for at each commit, and how many of them (S9). Empty in
 * asynchronous mode.
 */
public record SyncSet(List<NodeName> names, int needed) {

    public static final SyncSet NONE = new SyncSet(List.of(), 0);

    public SyncSet {
        names = List.copyOf(names);
    }
}
