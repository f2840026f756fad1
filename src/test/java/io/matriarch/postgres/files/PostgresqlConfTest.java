package io.matriarch.postgres.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.StandbyOf;
import io.matriarch.cluster.SyncWait;
import io.matriarch.cluster.Upstream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PostgresqlConfTest {

    private static final Upstream N1 = new Upstream(new NodeName("n1"), "10.0.0.1", 5432);

    @Test
    void aStandbysConfigurationIsRenderedWhole() {
        String conf =
                PostgresqlConf.render(
                        SomeRendering.of(
                                15,
                                Optional.of(N1),
                                Map.of("work_mem", "8MB", "archive_command", "cp '%p' \\\\nas")));
        assertEquals(
                """
                # Written by Matriarch whenever it starts or repoints PostgreSQL: what is
                # changed here is lost. Use postgres.parameters of its configuration.
                # upstream: n1 10.0.0.1 5432
                wal_level = 'replica'
                max_wal_senders = '10'
                max_replication_slots = '10'
                superuser_reserved_connections = '5'
                wal_keep_size = '128MB'
                max_slot_wal_keep_size = '8GB'
                wal_sender_timeout = '10s'
                wal_receiver_timeout = '10s'
                wal_receiver_status_interval = '2s'
                wal_retrieve_retry_interval = '500ms'
                recovery_init_sync_method = 'syncfs'
                logging_collector = 'off'
                log_destination = 'stderr'
                log_line_prefix = '%m [%p] '
                lc_messages = 'C'
                default_text_search_config = 'pg_catalog.english'
                archive_command = 'cp ''%p'' \\\\\\\\nas'
                work_mem = '8MB'
                listen_addresses = '0.0.0.0'
                port = '5433'
                cluster_name = 'it''s a herd'
                unix_socket_directories = '/var/run/postgresql'
                hba_file = '/data/n2/pg_hba.conf'
                ident_file = '/data/n2/pg_ident.conf'
                hot_standby = 'on'
                wal_log_hints = 'on'
                full_page_writes = 'on'
                password_encryption = 'scram-sha-256'
                recovery_target_timeline = 'latest'
                primary_conninfo = 'host=10.0.0.1 port=5432 user=replicator dbname=postgres \
                connect_timeout=5 passfile=''/run/matriarch/pg pass'' application_name=n-2'
                primary_slot_name = 'matriarch_n_2'
                synchronous_standby_names = ''
                """,
                conf);
        assertEquals(Optional.of(N1), PostgresqlConf.upstream(conf));
    }

    @Test
    void anotherClusterIsFollowedUnderANameThatNoMemberThereCanHave() {
        var other = new Upstream(StandbyOf.NAME, "10.9.0.1", 5432);
        String conf = PostgresqlConf.render(SomeRendering.of(15, Optional.of(other), Map.of()));
        String name = " application_name=''standby cluster it\\\\''s a herd: n-2''";
        assertTrue(conf.contains(name), conf);
    }

    @Test
    void aPrimaryPointsNowhere() {
        String conf = PostgresqlConf.render(SomeRendering.of(17, Optional.empty(), Map.of()));
        assertTrue(conf.contains("\nprimary_conninfo = ''\nprimary_slot_name = ''\n"), conf);
        assertTrue(conf.contains("\nallow_alter_system = 'off'\n"), conf);
        assertEquals(Optional.empty(), PostgresqlConf.upstream(conf));
    }

    @Test
    void theUsersLinesComeBetweenTheHerdsOwnAndThePasswordForAll() {
        assertEquals(
                """
                # Written by Matriarch: what is changed here is lost. Use postgres.hba.
                local all postgres scram-sha-256
                host all postgres all scram-sha-256
                host replication replicator all scram-sha-256
                hostssl app app 10.0.0.0/8 cert
                local all all scram-sha-256
                host all all all scram-sha-256
                local replication all scram-sha-256
                host replication all all scram-sha-256
                """,
                HbaConf.render("replicator", List.of("hostssl app app 10.0.0.0/8 cert"), true));
    }

    /** After a crash only the herd itself may log in, until the sync set has caught up. */
    @Test
    void closedDoor() {
        assertEquals(
                """
                # Written by Matriarch: what is changed here is lost. Use postgres.hba.
                # Closed until the sync set has all that the log holds.
                local all postgres scram-sha-256
                host all postgres all scram-sha-256
                host replication replicator all scram-sha-256
                """,
                HbaConf.render("replicator", List.of("host all all all trust"), false));
    }

    @Test
    void commitsWaitForAllNamesAndTheFileSaysSo() {
        var names = List.of(new NodeName("n-3"), new NodeName("n.2"));
        for (SyncWait wait :
                List.of(
                        SyncWait.NONE,
                        new SyncWait(names, false, true),
                        new SyncWait(names, true, false),
                        new SyncWait(List.of(), true, true))) {
            String conf = PostgresqlConf.render(SomeRendering.of(wait));
            assertEquals(wait, PostgresqlConf.wait(conf), conf);
        }
        assertEquals(
                "FIRST 2 (\"n-3\", \"n.2\")",
                StandbyNames.render(new SyncWait(names, false, true)));
    }

    @Test
    void noPasswordIsPartOfAConninfo() {
        String program = Conninfo.program(N1, "postgres");
        assertFalse(program.contains("pass"), program);
    }

    @Test
    void anArchiveBringsItsCommands() {
        String conf =
                PostgresqlConf.render(SomeRendering.withArchive(Map.of("archive_timeout", "5min")));
        assertTrue(
                conf.contains(
                        """
                        archive_mode = 'on'
                        archive_command = '''/opt/matriarch'' wal-push "%p"'
                        restore_command = '''/opt/matriarch'' wal-fetch "%f" "%p"'
                        """),
                conf);
        assertTrue(conf.contains("archive_timeout = '5min'\n"), conf);
        String usual = PostgresqlConf.render(SomeRendering.withArchive(Map.of()));
        assertTrue(usual.contains("archive_timeout = '60s'\n"), usual);
    }
}
