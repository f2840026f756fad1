package io.matriarch.wiring;

import io.matriarch.agent.Snapshot;
import io.matriarch.backup.BaseBackups;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Member;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.sql.Login;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Has the leader end its segment, so that a replica's backup has its log in the archive soon. */
record SegmentSwitch(PostgresSettings settings, Supplier<Snapshot> snapshot)
        implements BaseBackups.Leader {

    private static final String END = "SELECT pg_switch_wal()";

    @Override
    public void endSegment() {
        boolean _ = atLeader(END);
    }

    @Override
    public void checkpoint() {
        boolean _ = atLeader("CHECKPOINT");
    }

    /**
     * For a node that has begun to lead.
     *
     * @return whether its segment is ended
     */
    boolean here() {
        return at(settings.advertiseHost(), settings.port(), END);
    }

    private boolean atLeader(String statement) {
        Snapshot now = snapshot.get();
        Optional<Member> leader =
                now.store()
                        .flatMap(ClusterView::lease)
                        .flatMap(
                                lease ->
                                        Optional.ofNullable(
                                                now.store().get().members().get(lease.holder())));
        return leader.isPresent() && at(leader.get().host(), leader.get().port(), statement);
    }

    private boolean at(String host, int port, String command) {
        var login = new Login(host, port, settings.superuserPasswordFile());
        try (var connection = login.open(Duration.ofSeconds(10));
                var statement = connection.createStatement()) {
            statement.execute(command);
            return true;
        } catch (SQLException e) {
            // The leader ends its segment by itself within archive_timeout.
            System.getLogger("matriarch")
                    .log(System.Logger.Level.DEBUG, command + " on the leader failed", e);
            return false;
        }
    }
}
