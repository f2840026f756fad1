package io.matriarch.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The fields of one line of pg_hba.conf or pg_ident.conf, read as PostgreSQL reads them: blanks
 * part fields, commas part the words of one field, a quoted word keeps both, and a number sign
 * begins a comment.
 */
final class AccessWords {

    private final String line;
    private int at;

    private AccessWords(String line) {
        this.line = line;
    }

    /** The lines of a text that say something. */
    static Stream<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    /**
     * @throws IllegalArgumentException what is wrong with the line as a whole
     */
    static List<List<String>> of(String line) {
        if (line.endsWith("\\")) {
            throw new IllegalArgumentException(
                    "ends with a backslash, and would take the next line with it: one whole line is right");
        }
        return new AccessWords(line).fields();
    }

    private List<List<String>> fields() {
        List<List<String>> fields = new ArrayList<>();
        while (skip()) {
            List<String> words = new ArrayList<>();
            boolean more;
            do {
                words.add(word());
                more = at < line.length() && line.charAt(at) == ',';
            } while (more && skip());
            fields.add(words);
        }
        return fields;
    }

    /** To the next word; false at the line's end. */
    private boolean skip() {
        while (at < line.length() && (isBlank(line.charAt(at)) || line.charAt(at) == ',')) {
            at++;
        }
        return at < line.length() && line.charAt(at) != '#';
    }

    private String word() {
        var word = new StringBuilder();
        boolean quoted = false;
        while (at < line.length()) {
            char next = line.charAt(at);
            if (next == '"') {
                quoted = !quoted;
            } else if (!quoted && (isBlank(next) || next == ',' || next == '#')) {
                break;
            } else {
                word.append(next);
            }
            at++;
        }
        if (quoted) {
            throw new IllegalArgumentException("has a quotation mark that no other one closes");
        }
        return word.toString();
    }

    private static boolean isBlank(char letter) {
        return letter == ' ' || letter == '\t' || letter == '\r';
    }
}
