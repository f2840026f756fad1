package io.matriarch.postgres.sql;

import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.PermanentSlot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Slots that are kept for consumers outside the cluster. */
public final class PermanentSlots {

    /** Since then standbys copy slots by themselves. */
    public static final int FAILOVER_SLOTS = 17;

    private static final int PART = 1024 * 1024;

    /** It shows a conflict, and not yet why. */
    private static final int CONFLICTS = 16;

    private PermanentSlots() {}

    /** All slots of the server, by name. */
    public static Map<String, SlotRow> rows(Connection connection) throws SQLException {
        int major = major(connection);
        boolean newer = major >= FAILOVER_SLOTS;
        String query =
                "SELECT slot_name, slot_type = 'logical' AS logical, coalesce(database, '') AS"
                        + " database, coalesce(plugin, '') AS plugin, active, restart_lsn::text,"
                        + " confirmed_flush_lsn::text, catalog_xmin::text::bigint AS catalog_xmin,"
                        + " coalesce(wal_status = 'lost', false)"
                        + (newer ? " OR invalidation_reason IS NOT NULL" : "")
                        + (major == CONFLICTS ? " OR coalesce(conflicting, false)" : "")
                        + " AS lost, "
                        + (newer ? "failover, synced" : "false AS failover, false AS synced")
                        + " FROM pg_replication_slots WHERE NOT temporary";
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            Map<String, SlotRow> all = new TreeMap<>();
            while (rows.next()) {
                SlotRow row = row(rows);
                all.put(row.name(), row);
            }
            return all;
        }
    }

    private static SlotRow row(ResultSet rows) throws SQLException {
        long xmin = rows.getLong("catalog_xmin");
        OptionalLong catalogXmin = rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(xmin);
        return new SlotRow(
                text(rows, "slot_name"),
                rows.getBoolean("logical"),
                text(rows, "database"),
                text(rows, "plugin"),
                rows.getBoolean("active"),
                lsn(rows, "restart_lsn"),
                lsn(rows, "confirmed_flush_lsn"),
                catalogXmin,
                rows.getBoolean("lost"),
                rows.getBoolean("failover"),
                rows.getBoolean("synced"));
    }

    private static String text(ResultSet rows, String column) throws SQLException {
        @Nullable String value = rows.getString(column);
        return value == null ? "" : value;
    }

    private static Lsn lsn(ResultSet rows, String column) throws SQLException {
        @Nullable String value = rows.getString(column);
        return value == null ? Lsn.ZERO : Lsn.parse(value);
    }

    /** On a primary; a logical one only from a connection to its database. */
    public static void make(Connection connection, PermanentSlot slot) throws SQLException {
        if (!slot.logical()) {
            ask(connection, "SELECT pg_create_physical_replication_slot(?, true)", slot.name());
        } else if (major(connection) >= FAILOVER_SLOTS) {
            ask(
                    connection,
                    "SELECT pg_create_logical_replication_slot(?, ?, false, false, true)",
                    slot.name(),
                    slot.plugin());
        } else {
            ask(
                    connection,
                    "SELECT pg_create_logical_replication_slot(?, ?)",
                    slot.name(),
                    slot.plugin());
        }
    }

    /** No further than this server has replayed. */
    public static void advance(Connection connection, String name, Lsn to) throws SQLException {
        ask(
                connection,
                "SELECT pg_replication_slot_advance(slot_name, least(?::pg_lsn,"
                        + " pg_last_wal_replay_lsn())) FROM pg_replication_slots WHERE slot_name ="
                        + " ? AND NOT active AND coalesce(confirmed_flush_lsn, restart_lsn) <"
                        + " least(?::pg_lsn, pg_last_wal_replay_lsn())",
                to.toString(),
                name,
                to.toString());
    }

    /** Nothing happens to one that somebody reads from, nor to one that PostgreSQL keeps itself. */
    public static boolean drop(Connection connection, SlotRow slot) throws SQLException {
        if (slot.active() || slot.synced()) {
            return false;
        }
        ask(
                connection,
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                        + " WHERE slot_name = ? AND NOT active",
                slot.name());
        return true;
    }

    /** What the server would read of it at its next start. */
    public static byte[] state(Connection connection, String name) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT pg_read_binary_file('pg_replslot/' || ? || '/state')")) {
            statement.setString(1, name);
            try (var row = statement.executeQuery()) {
                byte @Nullable [] state = row.next() ? row.getBytes(1) : null;
                if (state == null) {
                    throw new SQLException("the slot " + name + " has no state", "02000");
                }
                return state;
            }
        }
    }

    /** The files of the log that the server has; on a leader all that its slots need. */
    public static List<String> logFiles(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT name FROM pg_ls_waldir()"
                                        + " WHERE name ~ '^[0-9A-F]{24}$'")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    /** A part of such a file; nothing at its end. */
    public static byte[] log(Connection connection, String name, long offset) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT pg_read_binary_file('pg_wal/' || ?, %d, %d)"
                                .formatted(offset, PART))) {
            statement.setString(1, name);
            try (var row = statement.executeQuery()) {
                byte @Nullable [] part = row.next() ? row.getBytes(1) : null;
                return part == null ? new byte[0] : part;
            }
        }
    }

    /** Bytes of one file of the log. */
    public static long segmentSize(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT setting::bigint FROM pg_settings WHERE name ="
                                        + " 'wal_segment_size'")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static int major(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion();
    }

    private static void ask(Connection connection, String query, String... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
