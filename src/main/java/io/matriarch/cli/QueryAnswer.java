package io.matriarch.cli;

import java.util.List;

/**
 * What a server answered; a null is an empty text.
 *
 * @param columns empty when it returned no rows, and {@code changed} says how many it changed
 */
public record QueryAnswer(List<String> columns, List<List<String>> rows, int changed) {
    public QueryAnswer {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
