package io.matriarch.backup;

import io.matriarch.cluster.Lsn;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Where the recovery of a restored cluster shall end. */
public sealed interface RestoreTarget {

    /**
     * With the offset as a number: PostgreSQL reads this setting before it knows the names of time
     * zones, {@code Z} among them.
     */
    DateTimeFormatter POSTGRES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    /** All that was archived. */
    record Latest() implements RestoreTarget {}

    /** The last transaction that had committed by then. */
    record Time(Instant at) implements RestoreTarget {}

    record Position(Lsn lsn) implements RestoreTarget {}

    /** What {@code pg_create_restore_point} was given. */
    record Name(String name) implements RestoreTarget {}

    /** PostgreSQL's settings for it. */
    default Map<String, String> settings() {
        return switch (this) {
            case Latest _ -> Map.of();
            case Time(var at) -> Map.of("recovery_target_time", POSTGRES.format(at));
            case Position(var lsn) -> Map.of("recovery_target_lsn", lsn.toString());
            case Name(var name) -> Map.of("recovery_target_name", name);
        };
    }

    default String words() {
        return switch (this) {
            case Latest _ -> "the end of the archive";
            case Time(var at) -> at.toString();
            case Position(var lsn) -> "LSN " + lsn;
            case Name(var name) -> "the restore point \"" + name + "\"";
        };
    }
}
