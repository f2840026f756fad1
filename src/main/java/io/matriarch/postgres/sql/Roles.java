package io.matriarch.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.util.PasswordUtil;

/** The role that standbys stream as. */
public final class Roles {

    private Roles() {}

    /** The password leaves this process only as its scram verifier, which the log may show. */
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
        String verifier = PasswordUtil.encodeScramSha256(password.toCharArray());
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE ROLE \"%s\" LOGIN REPLICATION PASSWORD '%s'".formatted(role, verifier));
        }
    }
}
