package io.matriarch.routing;

/** How far the last change of the routes has come. */
public sealed interface Arrival {

    /** Every name server answers by it. */
    record Everywhere() implements Arrival {}

    /** Some may still give the answers of before. */
    record Underway() implements Arrival {}

    /** {@code why} is one line. */
    record Unknown(String why) implements Arrival {}
}
