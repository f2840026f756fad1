package io.matriarch.postgres.process;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.RemoteView;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Upstream;
import io.matriarch.postgres.sql.Bounded;
import io.matriarch.postgres.sql.ServerStatus;
import io.matriarch.postgres.sql.StatusQuery;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The servers of the cluster that this one follows. */
record Remote(Node node) {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    RemoteView look(StandbyOf other) throws InterruptedException {
        Optional<Upstream> writer = Optional.empty();
        Optional<Upstream> reader = Optional.empty();
        List<RemoteView.Receiver> receivers = new ArrayList<>();
        boolean checkpointed = false;
        SystemId systemId = SystemId.NONE;
        String trouble = "";
        for (StandbyOf.Host host : other.hosts()) {
            Upstream upstream = other.upstream(host);
            try {
                ServerStatus status = Bounded.run(node.remote(upstream), LIMIT, StatusQuery::ask);
                systemId = status.systemId();
                if (status.standby()) {
                    reader = reader.or(() -> Optional.of(upstream));
                    receivers.add(receiver(upstream, status));
                } else {
                    writer = Optional.of(upstream);
                    checkpointed = status.checkpointed();
                }
            } catch (SQLException e) {
                trouble = host + ": " + JobFailure.words(e);
            }
        }
        return new RemoteView(
                writer, reader, checkpointed, systemId, trouble, receivers, Optional.empty());
    }

    private static RemoteView.Receiver receiver(Upstream at, ServerStatus status) {
        // Who has just begun to stream says where: at the beginning of a segment.
        Lsn all = status.received().max(status.replayed());
        return new RemoteView.Receiver(at, status.timeline(), all, status.streaming());
    }
}
