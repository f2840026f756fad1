package io.matriarch.cli;

import java.util.ArrayList;
import java.util.List;

/** Breaks a sentence into lines at its spaces. */
final class Wrap {

    private Wrap() {}

    /** At least one line; a word that is longer than {@code width} stays whole. */
    static List<String> lines(String sentence, int width) {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder();
        for (String word : sentence.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
