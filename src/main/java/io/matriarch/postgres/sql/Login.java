package io.matriarch.postgres.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.matriarch.postgres.PostgresSettings;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.util.PSQLState;

/**
 * How to log in as superuser.
 *
 * @param passwordFile its first line is the password; read at each login, so that it may change. A
 *     line below is tried where the one above is refused: what was restored knows an older one
 */
public record Login(String host, int port, Path passwordFile, String database) {

    /** To the database that is always there. */
    public Login(String host, int port, Path passwordFile) {
        this(host, port, passwordFile, "postgres");
    }

    public Login to(String otherDatabase) {
        return new Login(host, port, passwordFile, otherDatabase);
    }

    /**
     * @param patience for connecting and for each answer, in whole seconds at least one
     * @throws SQLException with the server's SQLSTATE when it answered, else class 08
     */
    public Connection open(Duration patience) throws SQLException {
        List<String> passwords = passwords();
        for (String older : passwords.subList(0, passwords.size() - 1)) {
            try {
                return open(PostgresSettings.SUPERUSER, older, patience);
            } catch (SQLException e) {
                if (!isRefused(e)) {
                    throw e;
                }
            }
        }
        return open(PostgresSettings.SUPERUSER, passwords.getLast(), patience);
    }

    /** The server has answered, and the password is not the role's. */
    public static boolean isRefused(SQLException e) {
        return PSQLState.INVALID_PASSWORD.getState().equals(e.getSQLState());
    }

    /**
     * With a password that is not from the file.
     *
     * @throws SQLException as {@link #open(Duration)}
     */
    public Connection open(String role, String password, Duration patience) throws SQLException {
        String seconds = Long.toString(Math.max(1, patience.toSeconds()));
        var properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("sslmode", "prefer");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "matriarch");
        properties.setProperty("assumeMinServerVersion", "14");
        // One round trip for each query, and no prepared statements to lose.
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty(
                "options", // The agent's own commits wait for nobody: a set that hangs must not
                // hang the agent.
                "-c statement_timeout=0 -c idle_session_timeout=0 -c synchronous_commit=local");
        String address = host.contains(":") ? "[" + host + "]" : host;
        Connection connection =
                new Driver()
                        .connect(
                                "jdbc:postgresql://"
                                        + address
                                        + ":"
                                        + port
                                        + "/"
                                        + URLEncoder.encode(database, UTF_8),
                                properties);
        if (connection == null) {
            throw new SQLException("\"" + host + "\" is no host name", "08001");
        }
        return connection;
    }

    private List<String> passwords() throws SQLException {
        try {
            List<String> lines = Files.readAllLines(passwordFile);
            return lines.isEmpty() ? List.of("") : lines;
        } catch (IOException e) {
            throw new SQLException(
                    "cannot read the superuser's password file " + passwordFile,
                    PSQLState.UNEXPECTED_ERROR.getState(),
                    e);
        }
    }
}
