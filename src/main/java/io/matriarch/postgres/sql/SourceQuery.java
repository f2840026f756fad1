package io.matriarch.postgres.sql;

import io.matriarch.cluster.Lsn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the server that this one is about to follow. */
public final class SourceQuery {

    private SourceQuery() {}

    /** The server still has its log from {@code position} on. */
    public static boolean keeps(Connection connection, Lsn position) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT min(substr(name, 9)) <= substr(pg_walfile_name(?::pg_lsn + 1), 9)"
                                + " FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'")) {
            statement.setString(1, position.toString());
            try (var row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** The history file of a timeline as the server has it; empty when it has none. */
    public static Optional<String> history(Connection connection, String fileName)
            throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT pg_read_file(?, 0, 1048576, true)")) {
            statement.setString(1, "pg_wal/" + fileName);
            try (var row = statement.executeQuery()) {
                @Nullable String text = row.next() ? row.getString(1) : null;
                return Optional.ofNullable(text);
            }
        }
    }

    /** A standby that is told of no upstream, and has no receiver of an earlier one. */
    public static boolean receivesNothing(Connection connection) throws SQLException {
        String query =
                "SELECT current_setting('primary_conninfo') = ''"
                        + " AND NOT EXISTS (SELECT FROM pg_stat_wal_receiver)";
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
