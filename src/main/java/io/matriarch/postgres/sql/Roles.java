package io.matriarch.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.util.PasswordUtil;

/** The role that standbys stream as. */
public final class Roles {

    private Roles() {}

    public static void ensureReplicator(Connection connection, String role, String password)
            throws SQLException {
        try (var asked = connection.prepareStatement("SELECT FROM pg_roles WHERE rolname = ?")) {
            asked.setString(1, role);
            try (var rows = asked.executeQuery()) {
                if (rows.next()) {
                    return;
                }
            }
        }
        execute(connection, "CREATE ROLE \"%s\" LOGIN REPLICATION PASSWORD '%s'", role, password);
    }

    /** On the server that leads. */
    public static void changePassword(Connection connection, String role, String password)
            throws SQLException {
        execute(connection, "ALTER ROLE \"%s\" PASSWORD '%s'", role, password);
    }

    /** The password leaves this process only as its scram verifier, which the log may show. */
    private static void execute(Connection connection, String command, String role, String password)
            throws SQLException {
        String verifier = PasswordUtil.encodeScramSha256(password.toCharArray());
        try (var statement = connection.createStatement()) {
            statement.execute(command.formatted(role, verifier));
        }
    }
}
