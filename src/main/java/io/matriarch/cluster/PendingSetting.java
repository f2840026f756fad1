package io.matriarch.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A parameter of PostgreSQL that waits for a restart.
 *
 * @param from what is in effect, in PostgreSQL's own form
 * @param to what a restart brings
 */
public record PendingSetting(String name, String from, String to) {

    private static final String BECOMES = " -> ";

    /** Such as {@code max_connections 100 -> 90}. */
    public String words() {
        return name + " " + from + BECOMES + to;
    }

    /** By name, each as {@code from -> to}. */
    public static Map<String, String> texts(List<PendingSetting> all) {
        var texts = new TreeMap<String, String>();
        all.forEach(s -> texts.put(s.name(), s.from() + BECOMES + s.to()));
        return texts;
    }

    /**
     * @throws IllegalArgumentException for one that is not {@code from -> to}
     */
    public static List<PendingSetting> of(Map<String, String> texts) {
        var all = new ArrayList<PendingSetting>();
        texts.forEach(
                (name, text) -> {
                    int at = text.indexOf(BECOMES);
                    if (at < 0) {
                        throw new IllegalArgumentException(
                                "%s: \"%s\" is not \"from -> to\"".formatted(name, text));
                    }
                    all.add(
                            new PendingSetting(
                                    name,
                                    text.substring(0, at),
                                    text.substring(at + BECOMES.length())));
                });
        return List.copyOf(all);
    }
}
