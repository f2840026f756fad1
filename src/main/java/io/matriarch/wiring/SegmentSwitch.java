package io.matriarch.wiring;

import io.matriarch.agent.Snapshot;
import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.Member;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.sql.Login;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Has the leader end its segment, so that a replica's backup has its log in the archive soon. */
record SegmentSwitch(PostgresSettings settings, Supplier<Snapshot> snapshot) implements Runnable {

    @Override
    public void run() {
        Snapshot now = snapshot.get();
        Optional<Member> leader =
                now.store()
                        .flatMap(ClusterView::lease)
                        .flatMap(
                                lease ->
                                        Optional.ofNullable(
                                                now.store().get().members().get(lease.holder())));
        if (leader.isEmpty()) {
            return;
        }
        boolean _ = at(leader.get().host(), leader.get().port());
    }

    /**
     * For a node that has begun to lead.
     *
     * @return whether it is done
     */
    boolean here() {
        return at(settings.advertiseHost(), settings.port());
    }

    private boolean at(String host, int port) {
        var login = new Login(host, port, settings.superuserPasswordFile());
        try (var connection = login.open(Duration.ofSeconds(10));
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_switch_wal()");
            return true;
        } catch (SQLException e) {
            // The leader ends it by itself within archive_timeout.
            System.getLogger("matriarch")
                    .log(System.Logger.Level.DEBUG, "pg_switch_wal on the leader failed", e);
            return false;
        }
    }
}
