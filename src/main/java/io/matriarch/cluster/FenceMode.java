package io.matriarch.cluster;

/** What a new leader does about the machine of the one before, when that one just vanished. */
public enum FenceMode {
    /** Nothing. */
    OFF,
    /** It is stopped, and nothing waits for that. */
    BACKGROUND,
    /** It is stopped before anybody is promoted. */
    REQUIRED
}
