package io.matriarch.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the server that this one is about to follow. */
public final class SourceQuery {

    private SourceQuery() {}

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
}
