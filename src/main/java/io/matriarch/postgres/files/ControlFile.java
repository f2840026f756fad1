package io.matriarch.postgres.files;

import io.matriarch.cluster.ControlData;
import io.matriarch.cluster.Lsn;
import io.matriarch.cluster.SystemId;
import io.matriarch.cluster.Timeline;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what {@code pg_controldata} printed under {@code LC_ALL=C}. */
public final class ControlFile {

    private ControlFile() {}

    /** Empty when a line is missing or the program warned that the file is damaged. */
    public static Optional<ControlData> parse(String printed) {
        var lines = new HashMap<String, String>();
        for (String line : printed.lines().toList()) {
            int colon = line.indexOf(':');
            if (line.startsWith("WARNING")) {
                return Optional.empty();
            }
            if (colon > 0) {
                lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        try {
            return Optional.of(
                    new ControlData(
                            new SystemId(need(lines, "Database system identifier")),
                            need(lines, "Database cluster state"),
                            new Timeline(
                                    Integer.parseInt(
                                            need(lines, "Latest checkpoint's TimeLineID"))),
                            Lsn.parse(need(lines, "Latest checkpoint location")),
                            Lsn.parse(need(lines, "Minimum recovery ending location"))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * Each change to a page was logged, hint bits as well: pg_rewind finds all that has to go back.
     */
    public static boolean everyPageLogged(String printed) {
        return printed.lines()
                .map(String::strip)
                .anyMatch(
                        line ->
                                line.matches("Data page checksum version:\\s*[1-9]\\d*")
                                        || line.matches("wal_log_hints setting:\\s*on"));
    }

    private static String need(Map<String, String> lines, String key) {
        String value = lines.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key);
        }
        return value;
    }
}
