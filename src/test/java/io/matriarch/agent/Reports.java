package io.matriarch.agent;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.PeerReport;
import io.matriarch.cluster.Timeline;

/** What other members answer. */
final class Reports {

    private Reports() {}

    static PeerReport standby(NodeName name) {
        return new PeerReport(
                name,
                false,
                false,
                4,
                true,
                new Timeline(2),
                new Lsn(6_000),
                true,
                false,
                1,
                false);
    }
}
