package io.matriarch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/**
 * What a running server says of itself.
 *
 * @param at where it was asked
 * @param facts the answer to {@link #SQL}
 */
record ServerFacts(Dsn at, JsonNode facts) {

    /** Only reads; each part is null rather than missing. */
    static final String SQL =
            """
            SELECT json_build_object(
              'version', current_setting('server_version_num')::int,
              'recovery', pg_is_in_recovery(),
              'receiver', (SELECT status FROM pg_stat_wal_receiver),
              'system', (SELECT system_identifier::text FROM pg_control_system()),
              'checksums', current_setting('data_checksums'),
              'hints', current_setting('wal_log_hints'),
              'data_dir', current_setting('data_directory'),
              'config_file', current_setting('config_file'),
              'cluster_name', current_setting('cluster_name'),
              'port', current_setting('port')::int,
              'archive', CASE WHEN current_setting('archive_mode') <> 'off' THEN current_setting('archive_command') END,
              'libraries', current_setting('shared_preload_libraries'),
              'sync', current_setting('synchronous_standby_names'),
              'parameters', (SELECT json_agg(json_build_object('name', name, 'value', value) ORDER BY n) FROM (
                  SELECT s.name, f.setting AS value, f.seqno AS n FROM pg_file_settings f JOIN pg_settings s ON s.name = lower(f.name)
                   WHERE f.applied AND f.setting IS DISTINCT FROM s.boot_val
                  UNION ALL SELECT f.name, f.setting, f.seqno FROM pg_file_settings f
                   WHERE f.applied AND f.name LIKE '%.%' AND lower(f.name) NOT IN (SELECT name FROM pg_settings)
                  UNION ALL SELECT name, current_setting(name), 1000000 FROM pg_settings WHERE source = 'command line') p),
              'waiting', (SELECT json_agg(name ORDER BY name) FROM pg_settings WHERE pending_restart),
              'auto', (SELECT count(*) FROM pg_file_settings WHERE sourcefile LIKE '%postgresql.auto.conf'),
              'hba', pg_read_file(current_setting('hba_file'), 0, 1000000, true),
              'ident', pg_read_file(current_setting('ident_file'), 0, 1000000, true),
              'postgres', (SELECT json_build_object('super', rolsuper, 'login', rolcanlogin, 'scram', coalesce(rolpassword LIKE 'SCRAM-SHA-256$%', false))
                  FROM pg_authid WHERE rolname = 'postgres'),
              'md5', (SELECT json_agg(rolname ORDER BY rolname) FROM pg_authid WHERE rolcanlogin AND rolpassword LIKE 'md5%'),
              'tablespaces', (SELECT json_agg(pg_tablespace_location(oid) ORDER BY oid) FROM pg_tablespace WHERE pg_tablespace_location(oid) <> ''),
              'slots', (SELECT json_agg(json_build_object('name', s.slot_name, 'type', s.slot_type, 'database', s.database, 'plugin', s.plugin, 'active', s.active,
                  'standby', r.pid IS NOT NULL AND s.slot_type = 'physical' AND r.application_name <> 'pg_receivewal') ORDER BY s.slot_name)
                  FROM pg_replication_slots s LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid WHERE NOT s.temporary),
              'standbys', (SELECT json_agg(json_build_object('name', application_name, 'address', host(client_addr), 'state', state,
                  'lag', pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, replay_lsn)::bigint)
                  ORDER BY application_name, client_addr, pid) FROM pg_stat_replication
                  WHERE state <> 'backup' AND application_name <> 'pg_receivewal'
                    AND pid NOT IN (SELECT active_pid FROM pg_replication_slots WHERE slot_type = 'logical' AND active)),
              'managers', (SELECT json_agg(DISTINCT application_name) FROM pg_stat_activity WHERE application_name ~* '^(repmgrd|pg_?auto|patroni|pg_?keeper|stolon)'),
              'patroni', (SELECT size FROM pg_stat_file('patroni.dynamic.json', true)) IS NOT NULL)""";

    static ServerFacts ask(Session session, Dsn at) throws IOException {
        var password =
                Optional.ofNullable(session.env().get("PGPASSWORD")).filter(p -> !p.isEmpty());
        var question = new Question(at.host(), at.port(), at.database(), at.user(), password, SQL);
        QueryAnswer answer = session.stores().query(question);
        try {
            return new ServerFacts(
                    at, Documents.JSON.readTree(answer.rows().getFirst().getFirst()));
        } catch (JsonProcessingException e) {
            throw new IOException("it answers what is no JSON", e);
        }
    }

    int major() {
        return facts.path("version").asInt() / 10_000;
    }

    boolean recovers() {
        return facts.path("recovery").asBoolean();
    }

    String text(String fact) {
        return facts.path(fact).isNull() ? "" : facts.path(fact).asText();
    }

    JsonNode list(String fact) {
        return facts.path(fact);
    }
}
