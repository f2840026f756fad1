package io.matriarch.api.dto;

import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Reading;
import java.util.Map;
import java.util.Optional;

/** How far the leader's log reaches, as far as is known here. */
public final class LeaderPosition {

    private LeaderPosition() {}

    /** The newer of the lease's and the leader's own answer; empty without a lease. */
    public static Optional<Lsn> of(
            Optional<LeaseView> lease, Map<NodeName, Reading<PeerReport>> peers) {
        return lease.map(
                l -> {
                    Reading<PeerReport> answer = peers.get(l.holder());
                    Lsn told =
                            answer == null
                                    ? Lsn.ZERO
                                    : answer.seen()
                                            .filter(PeerReport::primary)
                                            .map(PeerReport::position)
                                            .orElse(Lsn.ZERO);
                    return l.lsn().max(told);
                });
    }
}
