package io.matriarch.postgres.process;

import io.matriarch.cluster.Moment;
import io.matriarch.cluster.NodeName;
import io.matriarch.cluster.SyncWait;
import io.matriarch.postgres.files.StandbyNames;
import io.matriarch.postgres.sql.Bounded;
import io.matriarch.postgres.sql.CommitProbe;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Has a running primary wait for other standbys, and returns when it does (S9). A setting that a
 * new session shows proves little: commits wait by a flag that the checkpointer sets some time
 * after the reload, and are released by senders that read the list each for itself.
 */
record CommitWait(Node node) {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** A commit that waits for nobody ends within this. */
    private static final int LOOKS = 20;

    String apply(SyncWait next) throws JobFailure, IOException, SQLException, InterruptedException {
        if (node.data().standbySignal()) {
            throw new JobFailure("PostgreSQL is a standby here: it acknowledges nothing");
        }
        Moment end = node.clock().get().plus(LIMIT);
        SyncWait written = node.data().syncWait();
        SyncWait now = StandbyNames.parse(ask(end, CommitProbe::standbyNames), written.open());
        boolean waitsAlready = !now.names().isEmpty() && !now.blocked() && written.open();
        boolean shallWait = !next.names().isEmpty() || next.blocked();
        if (shallWait && !waitsAlready) {
            // Nobody is waited for until a commit has been seen to wait; one that waits for
            // somebody who does not exist can be seen.
            force(new SyncWait(next.names(), true, written.open() && next.open()), end);
            awaitWaiting(end);
        }
        force(next, end);
        return "";
    }

    private void force(SyncWait wait, Moment end)
            throws JobFailure, IOException, SQLException, InterruptedException {
        var _ = node.configure(node.data(), Optional.empty(), wait);
        if (!node.lifeline().signal("HUP")) {
            throw new JobFailure("no server runs that could wait for " + wait.words());
        }
        String setting = StandbyNames.render(wait);
        List<String> names = wait.names().stream().map(NodeName::value).toList();
        while (!ask(
                end,
                c ->
                        CommitProbe.standbyNames(c).equals(setting)
                                && CommitProbe.sendersKnow(c, names))) {
            pause(end, "PostgreSQL has not taken over synchronous_standby_names = " + setting);
        }
    }

    private void awaitWaiting(Moment end) throws JobFailure, SQLException, InterruptedException {
        while (!commitWaits(end)) {
            pause(end, "PostgreSQL's commits do not wait for the standbys yet");
        }
    }

    private boolean commitWaits(Moment end) throws SQLException, InterruptedException {
        return Bounded.run(
                node.local(),
                left(end),
                watcher -> {
                    try (Connection client = node.local().open(LIMIT)) {
                        int backend = CommitProbe.backend(client);
                        Thread commit =
                                Thread.ofVirtual().name("probe").start(() -> commit(client));
                        boolean waits = false;
                        for (int i = 0; i < LOOKS && !waits && commit.isAlive(); i++) {
                            sleep();
                            waits = CommitProbe.waits(watcher, backend);
                        }
                        CommitProbe.end(watcher, backend);
                        return waits;
                    }
                });
    }

    private static void commit(Connection client) {
        try {
            CommitProbe.commit(client);
        } catch (SQLException _) {
            // It is ended when it has been seen to wait.
        }
    }

    private static void sleep() throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("given up", e);
        }
    }

    /** In a session of its own: an old one may not have read the files again. */
    private <T> T ask(Moment end, Bounded.Work<T> question)
            throws SQLException, InterruptedException {
        return Bounded.run(node.local(), left(end), question);
    }

    private Duration left(Moment end) {
        Duration left = end.since(node.clock().get());
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }

    private void pause(Moment end, String why) throws JobFailure, InterruptedException {
        if (node.clock().get().reached(end)) {
            throw new JobFailure(why);
        }
        TimeUnit.MILLISECONDS.sleep(10);
    }
}
