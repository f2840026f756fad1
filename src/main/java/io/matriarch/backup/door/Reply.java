package io.matriarch.backup.door;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What the command does with the agent's answer.
 *
 * @param exit its exit code, which PostgreSQL reads
 * @param line for PostgreSQL's log; empty when there is nothing to say
 */
record Reply(int exit, String line) {

    static final int DONE = 0;

    /** archive_command: try again. restore_command: the archive has no such file. */
    static final int NO = 1;

    /** Above 125 PostgreSQL gives up, rather than take it for the end of the log. */
    static final int UNKNOWN = 255;

    /** archive_command: above 125 PostgreSQL's archiver ends, and a shutdown with it. */
    static final int ENOUGH = 255;

    byte[] encoded() {
        return (exit + " " + line.replace('\n', ' ')).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @throws IOException when the agent went away in mid-answer
     */
    static Reply read(InputStream in) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        // Without the space behind it, a "25" may be all that is left of a "255 ...".
        if (!text.matches("(?s)(1?[0-9]?[0-9]|2[0-4][0-9]|25[0-5]) .*")) {
            throw new IOException("the agent ended before it answered");
        }
        String[] parts = text.split(" ", 2);
        return new Reply(Integer.parseInt(parts[0]), parts[1]);
    }
}
