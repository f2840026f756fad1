package io.matriarch.cluster;

import java.util.Optional;

/**
 * What an operator asked for.
 *
 * @param id unique, so that an answer names its question
 * @param from the leader that the operator saw; a switchover is refused when another one leads
 * @param to the member that shall lead; the best one when absent
 */
public record OperatorRequest(
        String id, Kind kind, Optional<NodeName> from, Optional<NodeName> to) {

    /**
     * Switchover: the leader hands over in order. Failover: the named one leads, also without.
     * Forced: even when acknowledged writes are lost by it.
     */
    public enum Kind {
        SWITCHOVER,
        FAILOVER,
        FORCED
    }
}
