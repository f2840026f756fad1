package io.matriarch.postgres.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What an operator reads when PostgreSQL turns the agent away. */
final class SqlWordsTest {

    @Test
    void aRefusedPasswordNamesTheKeyThatHoldsIt() {
        var refused =
                new SQLException(
                        "FATAL: password authentication failed for user \"postgres\"", "28P01");
        assertEquals(
                new Answer.Refused(
                        "it refuses the agent's password, postgres.superuser-password-file must hold"
                                + " that of its user postgres (FATAL: password authentication failed"
                                + " for user \"postgres\")"),
                SqlWords.answer(refused));
    }

    @Test
    void whatElseIsRefusedIsSaidInPostgresWords() {
        assertEquals(
                new Answer.Refused("FATAL: sorry, too many clients already"),
                SqlWords.answer(
                        new SQLException("FATAL: sorry, too many clients already", "53300")));
        assertEquals(
                new Answer.NotYet("FATAL: the database system is starting up"),
                SqlWords.answer(
                        new SQLException("FATAL: the database system is starting up", "57P03")));
    }
}
