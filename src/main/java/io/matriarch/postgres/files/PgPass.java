package io.matriarch.postgres.files;

/** A line of libpq's password file. */
public final class PgPass {

    private PgPass() {}

    public static String line(String user, String password) {
        return "*:*:*:" + escaped(user) + ":" + escaped(password) + "\n";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(":", "\\:");
    }
}
