package io.matriarch.postgres.sql;

import io.matriarch.postgres.files.StreamableLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the server that this one is about to follow. */
public final class SourceQuery {

    private SourceQuery() {}

    /** The files of its log, and how large a segment is. */
    public static StreamableLog log(Connection connection) throws SQLException {
        try (var statement =
                        connection.prepareStatement(
                                "SELECT name, (SELECT setting::bigint FROM pg_settings"
                                        + " WHERE name = 'wal_segment_size') FROM pg_ls_waldir()");
                var row = statement.executeQuery()) {
            var files = new HashSet<String>();
            long segmentSize = 16 << 20;
            while (row.next()) {
                files.add(row.getString(1));
                segmentSize = row.getLong(2);
            }
            return new StreamableLog(files, segmentSize);
        }
    }

    /** The SHA-256 of a part of a file of its log; empty when it has not so much of it. */
    public static Optional<String> digest(
            Connection connection, String fileName, long offset, long length) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT encode(sha256(bytes), 'hex') FROM pg_read_binary_file(?, ?, ?, true)"
                                + " AS bytes WHERE length(bytes) = ?")) {
            statement.setString(1, "pg_wal/" + fileName);
            statement.setLong(2, offset);
            statement.setLong(3, length);
            statement.setLong(4, length);
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    /**
     * Where the server's tablespaces lie; those inside its data directory are left out.
     *
     * @return absolute paths
     */
    public static List<String> tablespaces(Connection connection) throws SQLException {
        try (var statement =
                        connection.prepareStatement(
                                "SELECT pg_tablespace_location(oid) FROM pg_tablespace"
                                        + " WHERE pg_tablespace_location(oid) LIKE '/%' ORDER BY 1");
                var row = statement.executeQuery()) {
            var places = new ArrayList<String>();
            while (row.next()) {
                places.add(row.getString(1));
            }
            return places;
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
