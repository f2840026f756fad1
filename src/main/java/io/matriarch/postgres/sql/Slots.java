package io.matriarch.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Physical replication slots of the herd; nobody else's is touched. */
public final class Slots {

    private Slots() {}

    /**
     * Makes what is missing, and again what fell so far behind that PostgreSQL gave it up.
     *
     * @return the names of those that were made
     */
    public static List<String> keep(Connection connection, Set<String> names) throws SQLException {
        var made = new ArrayList<String>();
        for (String name : names.stream().sorted().toList()) {
            change(
                    connection,
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                            + " WHERE slot_name = ? AND slot_type = 'physical' AND NOT active"
                            + " AND wal_status = 'lost'",
                    name);
            if (change(
                            connection,
                            "SELECT pg_create_physical_replication_slot(name, true)"
                                    + " FROM (SELECT ? AS name) n WHERE NOT EXISTS (SELECT FROM"
                                    + " pg_replication_slots WHERE slot_name = n.name)",
                            name)
                    > 0) {
                made.add(name);
            }
        }
        return made;
    }

    /** A standby's own slots would hold back log that nobody comes for. */
    public static int dropIdle(Connection connection, String prefix) throws SQLException {
        return change(
                connection,
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                        + " WHERE starts_with(slot_name::text, ?) AND slot_type = 'physical'"
                        + " AND NOT active",
                prefix);
    }

    /**
     * Members that left come for nothing any more, and their slots would hold back log for ever.
     */
    public static int dropIdleBut(Connection connection, String prefix, Set<String> names)
            throws SQLException {
        int dropped = 0;
        for (String idle : idle(connection, prefix)) {
            if (!names.contains(idle)) {
                dropped +=
                        change(
                                connection,
                                "SELECT pg_drop_replication_slot(slot_name)"
                                        + " FROM pg_replication_slots WHERE slot_name = ?"
                                        + " AND slot_type = 'physical' AND NOT active",
                                idle);
            }
        }
        return dropped;
    }

    private static List<String> idle(Connection connection, String prefix) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT slot_name FROM pg_replication_slots"
                                + " WHERE starts_with(slot_name::text, ?)"
                                + " AND slot_type = 'physical' AND NOT active")) {
            statement.setString(1, prefix);
            try (var rows = statement.executeQuery()) {
                var names = new ArrayList<String>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    private static int change(Connection connection, String query, String value)
            throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, value);
            try (var rows = statement.executeQuery()) {
                int count = 0;
                while (rows.next()) {
                    count++;
                }
                return count;
            }
        }
    }
}
