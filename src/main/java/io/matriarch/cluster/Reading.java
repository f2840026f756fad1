package io.matriarch.cluster;

import java.util.Optional;

/** What was read of something, or why it was not: not knowing is a value. */
public sealed interface Reading<T> {

    /** It was read; {@code at} is the reader's moment just before it asked. */
    record Seen<T>(T value, Moment at) implements Reading<T> {}

    /** It was not read; {@code why} is one line for an operator. */
    record Missing<T>(String why) implements Reading<T> {}

    default Optional<T> seen() {
        return switch (this) {
            case Seen<T>(var value, _) -> Optional.of(value);
            case Missing<T> _ -> Optional.empty();
        };
    }
}
