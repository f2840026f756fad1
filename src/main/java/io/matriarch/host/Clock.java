package io.matriarch.host;

import io.matriarch.cluster.Moment;

/** This node's two clocks. */
public interface Clock {

    /** Monotonic: for every span, deadline and order of events. */
    Moment now();

    /** Wall clock, milliseconds since 1970: for people, and to notice that it jumped. */
    long wallMillis();
}
