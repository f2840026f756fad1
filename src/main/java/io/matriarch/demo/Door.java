package io.matriarch.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * How a client of the demo comes into one node's PostgreSQL.
 *
 * @param passwordFile holds the superuser's password in one line
 */
record Door(String name, int port, Path passwordFile) {

    /** Answers that take longer than two seconds are none. */
    Connection open() throws SQLException {
        return open(2);
    }

    Connection open(int seconds) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", password());
        properties.setProperty("connectTimeout", "1");
        properties.setProperty("socketTimeout", Integer.toString(seconds));
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "matriarch demo");
        properties.setProperty("assumeMinServerVersion", "14");
        Connection connection =
                new Driver()
                        .connect("jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties);
        if (connection == null) {
            throw new SQLException("no connection to port " + port, "08001");
        }
        return connection;
    }

    static boolean leads(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select not pg_is_in_recovery()")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** Hangs up without a word, because the other side may be standing still. */
    @SuppressWarnings("EmptyCatch") // A connection that cannot be cut is as good as cut.
    static void slam(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException _) {
        }
    }

    private String password() throws SQLException {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new SQLException("cannot read " + passwordFile, "58000", e);
        }
    }
}
