package io.matriarch.postgres.files;

import java.util.List;

/**
 * pg_hba.conf: the first line that fits a connection decides. What the herd itself needs comes
 * first, so that nobody's line can lock it out; then the user's lines; then a password for all.
 */
public final class HbaConf {

    private HbaConf() {}

    /**
     * @param open false: nobody but the herd itself may log in
     */
    public static String render(String replicationUser, List<String> lines, boolean open) {
        var text = new StringBuilder();
        text.append("# Written by Matriarch: what is changed here is lost. Use postgres.hba.\n");
        if (!open) {
            text.append("# Closed until the sync set has all that the log holds.\n");
            text.append("local all postgres scram-sha-256\n");
            text.append("host all postgres all scram-sha-256\n");
            text.append("host replication ").append(replicationUser).append(" all scram-sha-256\n");
            return text.toString();
        }
        text.append("local all postgres scram-sha-256\n");
        text.append("host all postgres all scram-sha-256\n");
        text.append("host replication ").append(replicationUser).append(" all scram-sha-256\n");
        lines.forEach(line -> text.append(line.strip()).append('\n'));
        text.append("local all all scram-sha-256\n");
        text.append("host all all all scram-sha-256\n");
        text.append("local replication all scram-sha-256\n");
        text.append("host replication all all scram-sha-256\n");
        return text.toString();
    }
}
