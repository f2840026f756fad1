package io.matriarch.routing;

import io.matriarch.cluster.Domain;

/** What became of the routes. */
public sealed interface Routed {

    /** No routes are configured. */
    record Off() implements Routed {}

    /** They are as planned; nothing had to be written. */
    record InPlace(Domain domain) implements Routed {}

    /**
     * They were written just now; some name servers may still give the answers of before.
     *
     * @param what the change, in words
     */
    record Written(Domain domain, String what) implements Routed {}

    /** Somebody has written them under a later lease: they are no longer this node's to write. */
    record Superseded(long epoch) implements Routed {}

    /** {@code why} is one line; the next round tries again. */
    record Failed(String why) implements Routed {}
}
