package io.matriarch.backup.s3.base;

/** The names of objects below the prefix, as WAL-G has them. */
final class Layout {

    static final String BACKUPS = "basebackups_005/";
    static final String SENTINEL = "_backup_stop_sentinel.json";
    static final String WAL = "wal_005/";

    /** Ours alone, while a backup is taken. */
    static final String RUNNING = "/running.json";

    static final String DELETING = "/deleting.json";

    static final String PROVEN = "/proven_restore.json";
    static final String ATTEMPTED = "/attempted_restore.json";

    private static final String ARCHIVES = "/tar_partitions/";

    private Layout() {}

    static String sentinel(String backup) {
        return BACKUPS + backup + SENTINEL;
    }

    static String folder(String backup) {
        return BACKUPS + backup + "/";
    }

    static String archives(String backup) {
        return BACKUPS + backup + ARCHIVES;
    }

    /** Its key in the store has the codec's extension. */
    static String part(String backup, int number) {
        return archives(backup) + "part_%03d.tar".formatted(number);
    }

    static String control(String backup) {
        return archives(backup) + "pg_control.tar";
    }

    static String metadata(String backup) {
        return folder(backup) + "metadata.json";
    }

    static String files(String backup) {
        return folder(backup) + "files_metadata.json";
    }

    static String running(String backup) {
        return BACKUPS + backup + RUNNING;
    }

    /** Ours alone: WAL-G looks at sentinels only, and deletes the folder whole. */
    static String proof(String backup) {
        return BACKUPS + backup + PROVEN;
    }

    /** Ours alone: it stands in a folder whose sentinel is being deleted, and goes last. */
    static String deleting(String backup) {
        return BACKUPS + backup + DELETING;
    }

    /** Ours alone: a restore that shall prove it, or has failed to. */
    static String attempt(String backup) {
        return BACKUPS + backup + ATTEMPTED;
    }
}
