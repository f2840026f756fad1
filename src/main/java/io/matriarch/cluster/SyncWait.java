package io.matriarch.cluster;

import java.util.List;

/**
 * What PostgreSQL does with a commit before it is acknowledged.
 *
 * @param names each commit waits until members of these have flushed it
 * @param blocked it waits for somebody who does not exist: nothing is acknowledged
 * @param open clients may log in; closed after a start that may show what the set lacks
 * @param count how many of the names it waits for: all, or any so many
 */
public record SyncWait(List<NodeName> names, boolean blocked, boolean open, int count) {

    /** Nothing is waited for. */
    public static final SyncWait NONE = new SyncWait(List.of(), false, true);

    public SyncWait {
        names = List.copyOf(names);
    }

    /** Each commit waits for all of them. */
    public SyncWait(List<NodeName> names, boolean blocked, boolean open) {
        this(names, blocked, open, names.size());
    }

    public SyncWait opened(boolean nowOpen) {
        return new SyncWait(names, blocked, nowOpen, count);
    }

    /** Some of the names are enough. */
    public boolean quorum() {
        return count < names.size();
    }

    /** "n2 and n3", "any 1 of n2 and n3", or "no standby". */
    public String words() {
        if (blocked) {
            return "a standby that does not exist yet";
        }
        if (names.isEmpty()) {
            return "no standby";
        }
        String all = String.join(" and ", names.stream().map(NodeName::value).toList());
        return quorum() ? "any %d of %s".formatted(count, all) : all;
    }
}
