package io.matriarch.postgres.sql;

/** What one look by SQL came to. */
public sealed interface Answer {

    record Told(ServerStatus status) implements Answer {}

    /** It starts, stops or replays and does not take connections, or none listens yet. */
    record NotYet(String why) implements Answer {}

    /** It answered, but not the question: too many clients, a refused password. It is no hang. */
    record Refused(String why) implements Answer {}

    /** Nothing came in time. */
    record Mute(String why) implements Answer {}
}
