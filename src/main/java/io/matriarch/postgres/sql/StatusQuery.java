package io.matriarch.postgres.sql;

import io.matriarch.cluster.Follower;
import io.matriarch.cluster.Hasty;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.PendingSetting;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything about a server in one round trip: a row for each follower, one if there is none. */
public final class StatusQuery {

    /** "Not in recovery any more": it was promoted between two columns; asking again helps. */
    static final String CHANGED_MEANWHILE = "55000";

    // A primary's timeline comes from the log that it writes, because the control file lags until
    // the checkpoint after a promotion. A receiver says "streaming" from its start, also when its
    // slot is refused a moment later: only the first message makes its two times differ. An idle
    // primary sends none for half of wal_sender_timeout, so a receiver that lives on counts too.
    //
    // A standby that starts first replays what is on its own disk, and only then asks its upstream,
    // or waits when it has none: until it did either, it holds more than its positions say. This
    // is found out before the positions are read.
    private static final String QUERY =
            """
            WITH s AS MATERIALIZED (
                SELECT pg_is_in_recovery() AS standby,
                       NOT EXISTS (SELECT FROM pg_stat_wal_receiver)
                       AND (pg_last_wal_receive_lsn() IS NOT NULL
                       OR EXISTS (SELECT FROM pg_stat_activity
                                  WHERE backend_type = 'startup'
                                  AND wait_event IN ('RecoveryWalStream',
                                                     'RecoveryRetrieveRetryInterval'))) AS whole),
            h AS MATERIALIZED (
                SELECT setdatabase, setrole FROM pg_db_role_setting
                WHERE EXISTS (SELECT FROM unnest(setconfig) c
                              WHERE c ~* '^synchronous_commit=(off|local|remote_write|false|no|0)$')
                UNION ALL
                SELECT 0, 0 FROM pg_file_settings
                WHERE name = 'synchronous_commit' AND applied
                AND setting ~* '^(off|local|remote_write|false|no|0)$')
            SELECT s.standby, s.whole,
                   (SELECT count(*) FROM h) AS hasty_settings,
                   (SELECT count(*) FROM pg_stat_activity b
                    WHERE b.backend_type = 'client backend' AND b.pid <> pg_backend_pid()
                    AND EXISTS (
                        SELECT FROM h WHERE h.setdatabase IN (0, b.datid)
                                        AND h.setrole IN (0, b.usesysid))) AS hasty_sessions,
                   sys.system_identifier::text AS system_id,
                   greatest(
                       CASE WHEN s.standby THEN greatest(c.timeline_id, r.min_recovery_end_timeline)
                            ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))
                                 ::bit(32)::int END,
                       w.received_tli) AS timeline,
                   c.timeline_id AS control_timeline,
                   CASE WHEN NOT s.standby THEN pg_current_wal_lsn() END::text AS position,
                   pg_last_wal_receive_lsn()::text AS received,
                   pg_last_wal_replay_lsn()::text AS replayed,
                   coalesce(w.status = 'streaming'
                            AND (w.last_msg_send_time <> w.last_msg_receipt_time
                                 OR a.backend_start < clock_timestamp() - interval '1 s'), false)
                       AS streaming,
                   EXISTS (SELECT FROM pg_settings WHERE pending_restart) AS pending_restart,
                   (SELECT array_agg(ARRAY[p.name, current_setting(p.name),
                                           coalesce(f.setting, p.boot_val, '')] ORDER BY p.name)
                    FROM pg_settings p
                    LEFT JOIN LATERAL (SELECT setting FROM pg_file_settings f
                                       WHERE lower(f.name) = lower(p.name)
                                       ORDER BY f.seqno DESC LIMIT 1) f ON true
                    WHERE p.pending_restart) AS pending,
                   current_setting('server_version_num')::int AS version,
                   to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC',
                           'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS started_at,
                   to_char(pg_last_xact_replay_timestamp() AT TIME ZONE 'UTC',
                           'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS replayed_at,
                   CASE WHEN s.standby THEN pg_is_wal_replay_paused() ELSE false END AS paused,
                   current_setting('synchronous_standby_names') AS standby_names,
                   f.application_name, host(f.client_addr) AS address, f.state, f.sync_state,
                   f.usename, f.sync_priority, f.flush_lsn::text AS flushed
            FROM s
            CROSS JOIN pg_control_system() sys
            CROSS JOIN pg_control_checkpoint() c
            CROSS JOIN pg_control_recovery() r
            LEFT JOIN pg_stat_wal_receiver w ON s.standby
            LEFT JOIN pg_stat_activity a ON a.pid = w.pid
            LEFT JOIN pg_stat_replication f ON true
            """;

    private StatusQuery() {}

    public static ServerStatus ask(Connection connection) throws SQLException {
        try {
            return askOnce(connection);
        } catch (SQLException e) {
            if (CHANGED_MEANWHILE.equals(e.getSQLState())) {
                return askOnce(connection);
            }
            throw e;
        }
    }

    private static ServerStatus askOnce(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(QUERY)) {
            var followers = new ArrayList<Follower>();
            if (!row.next()) {
                throw new SQLException("the server told nothing of itself", "02000");
            }
            ServerStatus status = status(row);
            do {
                if (row.getString("application_name") != null) {
                    followers.add(follower(row));
                }
            } while (row.next());
            return with(status, followers);
        }
    }

    private static ServerStatus status(ResultSet row) throws SQLException {
        return new ServerStatus(
                row.getBoolean("standby"),
                new SystemId(text(row, "system_id")),
                new Timeline(row.getInt("timeline")),
                new Timeline(row.getInt("control_timeline")),
                lsn(row, "position"),
                lsn(row, "received"),
                lsn(row, "replayed"),
                row.getBoolean("streaming"),
                row.getBoolean("pending_restart"),
                row.getInt("version"),
                text(row, "started_at"),
                Optional.ofNullable(row.getString("replayed_at")),
                row.getBoolean("paused"),
                row.getBoolean("whole"),
                text(row, "standby_names"),
                new Hasty(row.getInt("hasty_settings"), row.getInt("hasty_sessions")),
                pending(row),
                List.of());
    }

    private static ServerStatus with(ServerStatus s, ArrayList<Follower> followers) {
        return new ServerStatus(
                s.standby(),
                s.systemId(),
                s.timeline(),
                s.controlTimeline(),
                s.position(),
                s.received(),
                s.replayed(),
                s.streaming(),
                s.pendingRestart(),
                s.version(),
                s.startedAt(),
                s.replayedAt(),
                s.replayPaused(),
                s.whole(),
                s.standbyNames(),
                s.hasty(),
                s.pending(),
                List.copyOf(followers));
    }

    /**
     * An array of name, what is in effect, what the file has; the files are read only when needed.
     */
    private static List<PendingSetting> pending(ResultSet row) throws SQLException {
        Array told = row.getArray("pending");
        if (told == null) {
            return List.of();
        }
        var all = new ArrayList<PendingSetting>();
        for (String[] s : (String[][]) told.getArray()) {
            all.add(new PendingSetting(s[0], s[1], s[2]));
        }
        return List.copyOf(all);
    }

    private static Follower follower(ResultSet row) throws SQLException {
        return new Follower(
                text(row, "usename"),
                text(row, "application_name"),
                text(row, "address"),
                text(row, "state"),
                text(row, "sync_state"),
                row.getInt("sync_priority"),
                lsn(row, "flushed"));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        @Nullable String value = row.getString(column);
        return value == null ? "" : value;
    }

    private static Lsn lsn(ResultSet row, String column) throws SQLException {
        @Nullable String value = row.getString(column);
        return value == null ? Lsn.ZERO : Lsn.parse(value);
    }
}
