package io.matriarch.lease;

/** How a write of another item ended. */
public sealed interface StoreWrite {

    record Written() implements StoreWrite {}

    /** Compare-and-set found something else; {@code why} names it. */
    record Conflict(String why) implements StoreWrite {}

    record Unknown(String why) implements StoreWrite {}
}
