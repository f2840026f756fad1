package io.matriarch.cli;

import java.time.Duration;
import java.util.Optional;

/** The person in front of the command, if there is one. */
interface Terminal {

    /** Both input and output are a terminal. */
    boolean isInteractive();

    /** Columns; empty when there is no terminal. */
    Optional<Integer> width();

    /** Asks, and reads one line; empty at the end of the input. */
    Optional<String> ask(String question);

    /** Waits; false when it is time to end. */
    boolean pause(Duration span);
}
