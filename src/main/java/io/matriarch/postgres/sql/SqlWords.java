package io.matriarch.postgres.sql;

import java.sql.SQLException;
import java.util.Objects;

/** What PostgreSQL's error codes mean here. */
public final class SqlWords {

    private SqlWords() {}

    /** One line. */
    public static String of(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    }

    static Answer answer(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        return switch (state) {
            // Starting up, shutting down or recovering; ended by the administrator or by a crash.
            case "57P01", "57P02", "57P03" -> new Answer.NotYet(of(e));
            // No port is open yet, or not any more, or the server went away just now.
            case "08001", "08003", "08006" ->
                    e.getCause() instanceof java.net.SocketTimeoutException
                            ? new Answer.Mute(of(e))
                            : new Answer.NotYet(of(e));
            case "28P01", "28000" ->
                    new Answer.Refused(
                            "it refuses the agent's password, postgres.superuser-password-file must hold that of its user postgres (%s)"
                                    .formatted(of(e)));
            case String _ -> new Answer.Refused(of(e));
        };
    }

    static boolean isFull(SQLException e) {
        return "53300".equals(e.getSQLState());
    }

    /** The reason why an old connection ended may be better than "connection refused". */
    static boolean saysMore(SQLException e) {
        return Objects.requireNonNullElse(e.getSQLState(), "").startsWith("57P");
    }
}
