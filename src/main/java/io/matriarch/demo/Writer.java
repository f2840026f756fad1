package io.matriarch.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that inserts numbered rows as fast as it can, each in a commit of its own. */
final class Writer implements AutoCloseable {

    private static final String TABLE =
            "create table if not exists herd_rows (n integer primary key)";
    private static final String INSERT = "insert into herd_rows values (?)";
    private static final String READ = "select n from herd_rows";

    private final LeaderSearch leader;
    private final Rows rows = new Rows();
    private final Gaps gaps = new Gaps(System.nanoTime());
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;
    private int next;

    Writer(List<Door> doors) {
        this.leader = new LeaderSearch(doors);
        this.thread = Thread.ofPlatform().daemon().name("writer").start(this::run);
    }

    Rows rows() {
        return rows;
    }

    Gaps gaps() {
        return gaps;
    }

    /** How often a connection to a leader has broken. */
    int broken() {
        return broken.get();
    }

    /** How many of the connections that broke have been followed by an acknowledged commit. */
    int resumed() {
        return resumed.get();
    }

    /**
     * Looks for the acknowledged rows at whoever leads now; the lost ones are reported once.
     *
     * @throws SQLException when the leader does not answer
     */
    int lost() throws SQLException, InterruptedException {
        BitSet missing = rows.snapshot();
        Connection connection = leader.find();
        try {
            connection.setNetworkTimeout(Runnable::run, 60_000);
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.setFetchSize(10_000);
                try (var found = statement.executeQuery(READ)) {
                    while (found.next()) {
                        missing.clear(found.getInt(1));
                    }
                }
            }
        } finally {
            Door.slam(connection);
        }
        rows.forget(missing);
        return missing.cardinality();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                Connection connection = leader.find();
                try {
                    write(connection);
                } finally {
                    Door.slam(connection);
                }
            } catch (SQLException _) {
                broken.incrementAndGet();
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void write(Connection connection) throws SQLException {
        try (var create = connection.createStatement()) {
            create.execute(TABLE);
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            while (!closed) {
                int row = next++;
                insert.setInt(1, row);
                insert.executeUpdate();
                gaps.acknowledged(System.nanoTime());
                rows.acknowledged(row);
                resumed.set(broken.get());
            }
        }
    }
}
