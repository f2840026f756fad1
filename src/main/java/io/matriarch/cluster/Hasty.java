package io.matriarch.cluster;

/**
 * What a primary shows of clients that do not wait for its standbys: a role or a database may have
 * {@code synchronous_commit} set to {@code local}, {@code off} or {@code remote_write}. What a
 * session sets for itself alone, no other session can see.
 *
 * @param settings of roles and databases, and of the server itself ({@code ALTER SYSTEM})
 * @param sessions of clients that such a setting was meant for
 */
public record Hasty(int settings, int sessions) {

    public static final Hasty NOBODY = new Hasty(0, 0);

    /** "; 3 sessions do not wait, as 1 setting says", or nothing. */
    public String words() {
        return settings == 0
                ? ""
                : "; synchronous_commit is lowered by %d %s of roles, databases or the server, for %d %s"
                        .formatted(
                                settings,
                                settings == 1 ? "setting" : "settings",
                                sessions,
                                sessions == 1 ? "session" : "sessions");
    }
}
