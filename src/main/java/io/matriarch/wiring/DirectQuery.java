package io.matriarch.wiring;

import io.matriarch.cli.QueryAnswer;
import io.matriarch.cli.Question;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;

/** Runs an operator's SQL in a session of its own. */
final class DirectQuery {

    /** Nobody answers, or the server is starting or stopping: nothing was run. */
    private static final Set<String> OUTSIDE = Set.of("08001", "57P03");

    private DirectQuery() {}

    /**
     * @throws ConnectException one line why no session could be had: nothing was run
     * @throws IOException one line of the server
     */
    static QueryAnswer ask(Question q) throws IOException {
        // The driver logs by the JDK: Quarkus' own manager tells standard error when it comes late.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        var properties = new Properties();
        properties.setProperty("user", q.user());
        q.password().ifPresent(p -> properties.setProperty("password", p));
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("sslmode", "prefer");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "matriarch query");
        String host = q.host().contains(":") ? "[" + q.host() + "]" : q.host();
        String url = "jdbc:postgresql://%s:%d/%s".formatted(host, q.port(), q.database());
        try (var connection = new Driver().connect(url, properties)) {
            if (connection == null) {
                throw new IOException("\"" + q.host() + "\" is no host name");
            }
            try (var statement = connection.createStatement()) {
                if (!statement.execute(q.sql())) {
                    return new QueryAnswer(
                            List.of(), List.of(), Math.max(0, statement.getUpdateCount()));
                }
                try (ResultSet rows = statement.getResultSet()) {
                    return read(rows);
                }
            }
        } catch (SQLException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
            if (OUTSIDE.contains(String.valueOf(e.getSQLState()))) {
                var failed = new ConnectException(why);
                failed.initCause(e);
                throw failed;
            }
            throw new IOException(why, e);
        }
    }

    private static QueryAnswer read(ResultSet rows) throws SQLException {
        int width = rows.getMetaData().getColumnCount();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
            columns.add(rows.getMetaData().getColumnLabel(i));
        }
        List<List<String>> all = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= width; i++) {
                String value = rows.getString(i);
                row.add(value == null ? "" : value);
            }
            all.add(row);
        }
        return new QueryAnswer(columns, all, 0);
    }
}
