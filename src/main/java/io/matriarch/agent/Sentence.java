package io.matriarch.agent;

import java.util.regex.Pattern;

/**
 * What the agent says.
 *
 * @param words the text without its figures, which change all the time: only words are news
 */
record Sentence(String text, String words) {

    private static final Pattern FIGURE =
            Pattern.compile("[0-9]+ (B|kB|MB)|(?<=has failed for )[0-9]+ s|[0-9]+ files? waits?");

    static Sentence of(String text) {
        return new Sentence(text, FIGURE.matcher(text).replaceAll(""));
    }

    boolean isNewsAfter(Sentence before) {
        return !words.equals(before.words);
    }
}
