package io.matriarch.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Numbered rows, each committed alone, so that every transaction can be told from the next. */
record Ledger(List<Door> doors) {

    void found() throws SQLException, InterruptedException {
        var _ = ask("create table ledger (n integer primary key)");
    }

    /** The rows from {@code first} to {@code last}, each in a transaction of its own. */
    void write(int first, int last) throws SQLException, InterruptedException {
        Connection leader = new LeaderSearch(doors).find();
        try (var insert = leader.prepareStatement("insert into ledger values (?)")) {
            for (int n = first; n <= last; n++) {
                insert.setInt(1, n);
                insert.executeUpdate();
            }
        } finally {
            Door.slam(leader);
        }
    }

    /** A time that lies between what is committed now and what will be. */
    String between() throws SQLException, InterruptedException {
        var _ = ask("select pg_sleep(0.01)");
        String time = ask("select clock_timestamp()").getFirst();
        var _ = ask("select pg_sleep(0.01)");
        return time;
    }

    /** Everything written so far is in the archive. */
    void awaitArchived() throws SQLException, InterruptedException {
        String segment = ask("select pg_walfile_name(pg_switch_wal())").getFirst();
        for (int i = 0; i < 300; i++) {
            // Names of one length sort as their positions do; the timeline stands in front.
            var stored =
                    ask(
                            "select coalesce(last_archived_wal >= '%s' and last_archived_wal ~ '^[0-9A-F]{24}$', false) from pg_stat_archiver"
                                    .formatted(segment));
            if (stored.equals(List.of("t"))) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException(segment + " does not come into the archive");
    }

    List<String> ask(String sql) throws SQLException, InterruptedException {
        Connection leader = new LeaderSearch(doors).find();
        try {
            return ask(leader, sql);
        } finally {
            Door.slam(leader);
        }
    }

    /** What one node shows, whether it leads or not. */
    static List<Integer> rows(Door door) throws SQLException {
        return ask(door, "select n from ledger order by n").stream().map(Integer::valueOf).toList();
    }

    static List<String> ask(Door door, String sql) throws SQLException {
        Connection connection = door.open(30);
        try {
            return ask(connection, sql);
        } finally {
            Door.slam(connection);
        }
    }

    private static List<String> ask(Connection connection, String sql) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 30_000);
        List<String> found = new ArrayList<>();
        try (var statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                }
            }
        }
        return found;
    }
}
