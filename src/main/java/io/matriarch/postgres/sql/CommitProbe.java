package io.matriarch.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Asks a primary whether what it was told about its standbys is in effect. */
public final class CommitProbe {

    private CommitProbe() {}

    /** As a session that began just now has it. */
    public static String standbyNames(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT current_setting('synchronous_standby_names')")) {
            return row.next() ? row.getString(1) : "";
        }
    }

    /**
     * Each sender releases commits by the list that it read itself, and shows its standby's place
     * in that list.
     *
     * @param places by the name in small letters, counted from one
     */
    public static boolean sendersKnow(Connection connection, Map<String, Integer> places)
            throws SQLException {
        String query =
                "SELECT lower(application_name), sync_priority FROM pg_stat_replication"
                        + " WHERE flush_lsn IS NOT NULL";
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            while (row.next()) {
                if (places.getOrDefault(row.getString(1), 0) != row.getInt(2)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The last place that any sender shows. */
    public static int lastPlace(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT coalesce(max(sync_priority), 0) FROM pg_stat_replication")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /**
     * Makes {@code connection} commit something as a client would; does not return while it waits.
     */
    public static void commit(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = on");
            statement.execute("SELECT pg_logical_emit_message(true, 'matriarch', '')");
        }
    }

    /** The process that serves this connection. */
    public static int backend(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_backend_pid()")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /** That process's commit waits for a standby. */
    public static boolean waits(Connection connection, int backend) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT wait_event = 'SyncRep' FROM pg_stat_activity WHERE pid = ?")) {
            statement.setInt(1, backend);
            try (var row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Ends a process whose commit waits. */
    public static void end(Connection connection, int backend) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
            statement.setInt(1, backend);
            statement.execute();
        }
    }
}
