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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        if (shallWait && (!waitsAlready || barred(now, next))) {
            bar(now, next, written.open() && next.open(), end);
        }
        if (shallWait && !waitsAlready) {
            // Nobody is waited for until a commit has been seen to wait; one that waits for
            // somebody who does not exist can be seen.
            awaitWaiting(end);
        }
        force(next, 1, end);
        return "";
    }

    /**
     * Between two settings the senders go by the one or by the other, and count the standbys of
     * both. With all names in one row each sender shows by its standby's new place which one it
     * knows; where any few are enough, all places are the same.
     */
    private static boolean barred(SyncWait now, SyncWait next) {
        boolean more = !now.names().containsAll(next.names());
        return now.quorum() || next.quorum() || (more && now.names().size() > 1);
    }

    /** For a moment nothing is acknowledged: whoever stays has a place that it never had. */
    private void bar(SyncWait now, SyncWait next, boolean open, Moment end)
            throws JobFailure, IOException, SQLException, InterruptedException {
        List<NodeName> stay = now.names().stream().filter(next.names()::contains).toList();
        int strangers = ask(end, CommitProbe::lastPlace) + now.names().size() + 1;
        force(new SyncWait(stay, true, open), strangers, end);
    }

    private void force(SyncWait wait, int strangers, Moment end)
            throws JobFailure, IOException, SQLException, InterruptedException {
        var _ = node.configure(node.data(), Optional.empty(), wait, strangers);
        if (!node.lifeline().signal("HUP")) {
            throw new JobFailure("no server runs that could wait for " + wait.words());
        }
        String setting = StandbyNames.render(wait, strangers);
        Map<String, Integer> places = places(wait, strangers);
        while (!ask(
                end,
                c ->
                        CommitProbe.standbyNames(c).equals(setting)
                                && CommitProbe.sendersKnow(c, places))) {
            pause(end, "PostgreSQL has not taken over synchronous_standby_names = " + setting);
        }
    }

    /** As the senders show them; where any few are enough, everybody comes first. */
    private static Map<String, Integer> places(SyncWait wait, int strangers) {
        Map<String, Integer> places = new HashMap<>();
        int before = wait.blocked() ? strangers : 0;
        boolean any = wait.quorum() && !wait.blocked();
        for (NodeName name : wait.names()) {
            places.put(name.value().toLowerCase(Locale.ROOT), any ? 1 : ++before);
        }
        return places;
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
