package io.matriarch.routing;

/** What became of the routes. */
public sealed interface Routed {

    /** No routes are configured. */
    record Off() implements Routed {}

    /** They are as planned, and every name server answers so. */
    record InPlace() implements Routed {}

    /**
     * They are written; some name servers may still give the answers of before.
     *
     * @param what the change, in words; empty when an earlier call made it
     */
    record Spreading(String what) implements Routed {}

    /** Somebody has written them under a later lease: they are no longer this node's to write. */
    record Superseded(long epoch) implements Routed {}

    /** {@code why} is one line; the next round tries again. */
    record Failed(String why) implements Routed {}
}
