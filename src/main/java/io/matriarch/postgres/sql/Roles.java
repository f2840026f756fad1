package io.matriarch.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.util.PasswordUtil;

/** The role that standbys stream as. */
public final class Roles {

    private Roles() {}

    /** The password leaves this process only as its scram verifier, which the log may show. */
    public static void createReplicator(Connection connection, String role, String password)
            throws SQLException {
        String verifier = PasswordUtil.encodeScramSha256(password.toCharArray());
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE ROLE \"%s\" LOGIN REPLICATION PASSWORD '%s'".formatted(role, verifier));
        }
    }
}
