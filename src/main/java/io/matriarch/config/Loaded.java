package io.matriarch.config;

import java.util.List;

/** A configuration, or all that is wrong with it. */
public sealed interface Loaded<T> {

    record Ok<T>(T config) implements Loaded<T> {}

    /** One line for each thing, naming the key or the variable and what would be right. */
    record Bad<T>(List<String> lines) implements Loaded<T> {
        public Bad {
            lines = List.copyOf(lines);
        }
    }
}
