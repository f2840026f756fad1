package io.matriarch.cluster;

/** Which Matriarch this is. */
public final class Release {

    /** The same as in the build file; a test compares the two. */
    public static final String VERSION = "0.1.0";

    private Release() {}
}
