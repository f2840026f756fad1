package io.matriarch.host;

import java.time.Duration;
import java.util.Optional;

/**
 * Whoever started the agent and watches over it. Telling it may fail and never throws: it then
 * hears nothing, and does what it does with a silent agent.
 */
public interface Supervisor {

    /** The agent has started. */
    void ready();

    /** The agent makes progress; not said for {@link #patience}, it is killed and started again. */
    void alive();

    /** One line for people. */
    void status(String sentence);

    /** The agent ends in order. */
    void stopping();

    /** Empty when nobody watches. */
    Optional<Duration> patience();

    /** Nobody is told anything any more. */
    void close();
}
