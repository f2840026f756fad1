package io.matriarch.cli;

import io.matriarch.cluster.ClusterView;
import io.matriarch.cluster.HistoryEntry;
import io.matriarch.cluster.LeaseView;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.Member;
import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.Reading;
import io.matriarch.cluster.SyncSet;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an agent, and the store, say of one herd. */
final class Samples {
    static final String CLUSTER =
            """
            {"scope":"herd","database_system_identifier":"7412345678901234567",
             "lease":{"holder":"n1","epoch":3,"timeline":2,"released":false},
             "a_field_of_the_future":true,
             "members":[
              {"name":"n1","role":"leader","state":"running","api_url":"http://127.0.0.1:8008",
               "host":"127.0.0.1","port":5432,"timeline":2,"version":"0.1.0",
               "sentence":"no action: I am n1, the leader, and my lease is valid"},
              {"name":"n2","role":"sync_standby","state":"streaming",
               "api_url":"http://127.0.0.1:8009","host":"127.0.0.1","port":5433,"timeline":2,
               "pending_restart":true,
               "pending_restart_reason":{"max_connections":{"old_value":"100","new_value":"90"}},
               "receive_lsn":"0/5000000","receive_lag":0,
               "replay_lsn":"0/5000000","replay_lag":0,"lsn":"0/5000000","lag":0,
               "version":"0.1.0","sentence":"no action: I am n2, a replica of n1, 0 B behind"},
              {"name":"n3","role":"replica","state":"unreachable",
               "api_url":"http://127.0.0.1:8010","host":"127.0.0.1","port":5434,"timeline":2,
               "receive_lsn":"unknown","receive_lag":"unknown","replay_lsn":"unknown",
               "replay_lag":"unknown","lsn":"unknown","lag":1572864,"version":"0.1.0",
               "sentence":"does not answer: connection refused"}]}""";

    static final String HISTORY = "[[1,50331744,\"n2 was lost\",\"2026-01-02T03:04:05Z\",\"n1\"]]";

    private Samples() {}

    static StoreReader store() {
        return new StoreReader() {
            @Override
            public String cluster() {
                return "herd";
            }

            @Override
            public String name() {
                return "DynamoDB table herds";
            }

            @Override
            public Reading<ClusterView> read() {
                var n1 = new NodeName("n1");
                var lease =
                        new LeaseView(
                                n1,
                                "run",
                                7,
                                1,
                                Duration.ofSeconds(6),
                                true,
                                Optional.empty(),
                                SyncSet.NONE,
                                new Lsn(100),
                                new Timeline(2),
                                SystemId.NONE,
                                Set.of());
                var member =
                        new Member(
                                n1,
                                "10.0.0.1",
                                5432,
                                "http://10.0.0.1:8008",
                                "stopped",
                                "leader",
                                new Timeline(2),
                                new Lsn(100),
                                new Lsn(100),
                                false,
                                "0.1.0",
                                "I stopped");
                return new Reading.Seen<>(
                        new ClusterView(Optional.of(lease), Map.of(n1, member), Optional.empty()),
                        new Moment(0));
            }

            @Override
            public Reading<List<HistoryEntry>> history() {
                return new Reading.Missing<>("access denied");
            }

            @Override
            public void close() {}
        };
    }
}
