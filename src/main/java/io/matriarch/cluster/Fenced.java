package io.matriarch.cluster;

/** What became of an attempt to stop a former leader's machine. */
public sealed interface Fenced {

    /**
     * It runs nothing any more.
     *
     * @param state stopped, terminated, or gone when there is no such machine
     */
    record Off(String state) implements Fenced {}

    /** It was told to stop, by this attempt or before it. */
    record Stopping() implements Fenced {}

    /** {@code why} is one line; nobody knows whether it runs. */
    record Failed(String why) implements Fenced {}
}
