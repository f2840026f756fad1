package io.matriarch.demo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes one row after the other, wherever the leader is. A row whose commit got no answer is tried
 * again under the same number, so that all up to the newest acknowledged one must be there.
 */
final class SteadyWriter implements AutoCloseable {
    private static final String IS_THERE = "23505";
    private static final long PATIENCE_MILLIS = 60_000;

    private final List<Door> doors;
    private final Thread thread;
    private volatile int acknowledged;
    private volatile boolean ends;

    SteadyWriter(List<Door> doors) throws SQLException, InterruptedException {
        this.doors = doors;
        new Ledger(doors).found();
        thread = Thread.ofVirtual().name("writer").start(this::write);
    }

    int acknowledged() {
        return acknowledged;
    }

    void await(int row) throws InterruptedException {
        for (int i = 0; i < PATIENCE_MILLIS / 50 && acknowledged < row; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertTrue(acknowledged >= row, () -> "row " + row + " was never acknowledged");
    }

    private void write() {
        Connection leader = null;
        while (!ends) {
            try {
                leader = leader == null ? new LeaderSearch(doors).find() : leader;
                if (insert(leader, acknowledged + 1)) {
                    acknowledged++;
                }
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (SQLException _) {
                slam(leader);
                leader = null;
            } catch (InterruptedException _) {
                break;
            }
        }
        slam(leader);
    }

    private static void slam(@Nullable Connection leader) {
        if (leader != null) {
            Door.slam(leader);
        }
    }

    private static boolean insert(Connection leader, int row) throws SQLException {
        try (var insert = leader.prepareStatement("insert into ledger values (?)")) {
            insert.setInt(1, row);
            return insert.executeUpdate() == 1;
        } catch (SQLException e) {
            if (IS_THERE.equals(e.getSQLState())) {
                return true;
            }
            throw e;
        }
    }

    @Override
    public void close() throws InterruptedException {
        ends = true;
        thread.interrupt();
        thread.join();
    }

    /** Every acknowledged row is on every node. */
    void assertNothingLost(Herd herd) throws SQLException, InterruptedException {
        for (HerdNode node : herd.nodes()) {
            List<Integer> rows = List.of();
            for (int i = 0; i < PATIENCE_MILLIS / 100 && rows.size() < acknowledged; i++) {
                rows = Ledger.rows(node.door());
                TimeUnit.MILLISECONDS.sleep(rows.size() < acknowledged ? 100 : 0);
            }
            for (int row = 1; row <= acknowledged; row++) {
                assertTrue(rows.get(row - 1) == row, node.name() + " lacks row " + row);
            }
        }
        System.out.printf("%d rows were acknowledged, and none is lost%n", acknowledged);
    }
}
