package io.matriarch.cluster;

import java.util.List;

/**
 * What PostgreSQL does with a commit before it is acknowledged.
 *
 * @param names each commit waits until all of these members have flushed it
 * @param blocked it waits for somebody who does not exist: nothing is acknowledged
 * @param open clients may log in; closed after a start that may show what the set lacks
 */
public record SyncWait(List<NodeName> names, boolean blocked, boolean open) {

    /** Nothing is waited for. */
    public static final SyncWait NONE = new SyncWait(List.of(), false, true);

    public SyncWait {
        names = List.copyOf(names);
    }

    public SyncWait opened(boolean nowOpen) {
        return new SyncWait(names, blocked, nowOpen);
    }

    /** "n2 and n3", or "no standby". */
    public String words() {
        if (blocked) {
            return "a standby that does not exist yet";
        }
        return names.isEmpty()
                ? "no standby"
                : String.join(" and ", names.stream().map(NodeName::value).toList());
    }
}
