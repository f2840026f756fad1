package io.matriarch.config;

import java.util.List;
import java.util.Optional;

/** Looks over one line of pg_ident.conf before it is stored. */
final class IdentCheck {

    private IdentCheck() {}

    /** What is wrong with the line, which it begins with. */
    static Optional<String> problem(String line) {
        try {
            List<List<String>> fields = AccessWords.of(line);
            return fields.size() == 3 && fields.stream().allMatch(words -> words.size() == 1)
                    ? Optional.empty()
                    : Optional.of(
                            "\"%s\" has not three words: MAP SYSTEM-USER DATABASE-USER is right"
                                    .formatted(line));
        } catch (IllegalArgumentException e) {
            return Optional.of("\"%s\" %s".formatted(line, e.getMessage()));
        }
    }

    /** The map that the line is a part of; empty when it is wrong. */
    static String map(String line) {
        return problem(line).isPresent() ? "" : AccessWords.of(line).getFirst().getFirst();
    }
}
