package io.matriarch.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server about itself on a connection that is kept. The question runs on a thread that can
 * be left behind when it hangs; there is at most one such thread. Not for several callers at once.
 */
public final class StatusProbe implements AutoCloseable {

    private static final Executor HERE = Runnable::run;

    /** A stopped postmaster with living backends answers on old connections only. */
    private static final int LOOKS_PER_CONNECTION = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Login login;
    private final AtomicReference<@Nullable Connection> kept = new AtomicReference<>();
    private @Nullable Question asked;
    private int looks;

    public StatusProbe(Login login) {
        this.login = login;
    }

    /** Answers within {@code limit}. */
    public Answer look(Duration limit) throws InterruptedException {
        Question left = asked;
        if (left != null && !left.thread.join(Duration.ofMillis(1))) {
            return new Answer.Mute("PostgreSQL still has not answered " + left.stage);
        }
        var question = new Question(looks >= LOOKS_PER_CONNECTION);
        asked = question;
        question.thread.start();
        if (question.thread.join(limit) && question.answer != null) {
            asked = null;
            looks = question.connected ? 1 : looks + 1;
            return question.answer;
        }
        looks = LOOKS_PER_CONNECTION;
        // An interrupt closes the socket that a virtual thread blocks on.
        question.thread.interrupt();
        drop();
        return new Answer.Mute(
                "PostgreSQL does not answer %s within %d ms"
                        .formatted(question.stage, limit.toMillis()));
    }

    /** Forgets the connection; the next look makes a new one. */
    public void drop() {
        Connection connection = kept.getAndSet(null);
        if (connection != null) {
            abort(connection);
        }
    }

    @Override
    public void close() {
        drop();
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(HERE);
        } catch (SQLException _) {
            // It is gone either way.
        }
    }

    private final class Question {
        final Thread thread = Thread.ofVirtual().name("look").unstarted(this::ask);
        final boolean reconnect;
        volatile String stage = "a query";
        volatile boolean connected;
        volatile @Nullable Answer answer;

        Question(boolean reconnect) {
            this.reconnect = reconnect;
        }

        private void ask() {
            Optional<SQLException> broken = Optional.empty();
            Connection old = kept.get();
            if (old != null && !reconnect) {
                try {
                    answer = new Answer.Told(StatusQuery.ask(old));
                    return;
                } catch (SQLException e) {
                    broken = Optional.of(e);
                    drop();
                }
            }
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            answer = askAnew(broken);
        }

        private Answer askAnew(Optional<SQLException> broken) {
            stage = "a new connection";
            try {
                Connection fresh = login.open(PATIENCE);
                stage = "a query";
                Connection old = kept.getAndSet(fresh);
                if (old != null) {
                    abort(old);
                }
                connected = true;
                if (Thread.currentThread().isInterrupted()) {
                    drop();
                }
                return new Answer.Told(StatusQuery.ask(fresh));
            } catch (SQLException e) {
                return onRefusal(e, broken);
            }
        }

        private Answer onRefusal(SQLException e, Optional<SQLException> broken) {
            Connection old = kept.get();
            if (SqlWords.isFull(e) && old != null) {
                connected = true;
                try {
                    return new Answer.Told(StatusQuery.ask(old));
                } catch (SQLException again) {
                    drop();
                    return SqlWords.answer(again);
                }
            }
            drop();
            return broken.filter(SqlWords::saysMore)
                    .map(SqlWords::answer)
                    .orElse(SqlWords.answer(e));
        }
    }
}
