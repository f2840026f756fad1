package io.matriarch.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A document's keys as people write them, nested or dotted, and as the store holds them, dotted. A
 * tree holds maps, lists of lines, texts, and null where a key shall go.
 */
public final class DocumentTree {

    /** Names below it may have a dot of their own. */
    private static final String PARAMETERS = "postgres.parameters.";

    private DocumentTree() {}

    /**
     * @return by dotted key; empty where the tree says null
     * @throws IllegalArgumentException one line that names the key that has no value of its own
     */
    public static SortedMap<String, Optional<String>> flat(Map<String, @Nullable Object> tree) {
        SortedMap<String, Optional<String>> found = new TreeMap<>();
        put("", tree, found);
        return found;
    }

    private static void put(
            String key, @Nullable Object value, SortedMap<String, Optional<String>> found) {
        switch (value) {
            case null -> found.put(key, Optional.empty());
            case Map<?, ?> map ->
                    map.forEach(
                            (name, below) ->
                                    put(
                                            key.isEmpty() ? "" + name : key + "." + name,
                                            below,
                                            found));
            case List<?> lines -> found.put(key, Optional.of(lines(key, lines)));
            case Object one -> found.put(key, Optional.of(one.toString()));
        }
    }

    private static String lines(String key, List<?> lines) {
        List<String> texts = new ArrayList<>();
        for (Object line : lines) {
            if (!(line instanceof CharSequence)) {
                throw new IllegalArgumentException(key + ": a list of lines is right");
            }
            texts.add(line.toString().strip());
        }
        return String.join("\n", texts);
    }

    /** What becomes of a document by changes. */
    public static SortedMap<String, String> merged(
            Map<String, String> before, Map<String, Optional<String>> changes) {
        SortedMap<String, String> next = new TreeMap<>(before);
        changes.forEach(
                (key, value) -> {
                    if (value.isPresent()) {
                        next.put(key, value.get());
                    } else {
                        next.keySet().removeIf(k -> k.equals(key) || k.startsWith(key + "."));
                    }
                });
        return next;
    }

    /** For people. */
    public static Map<String, Object> nested(SortedMap<String, String> values) {
        Map<String, Object> tree = new LinkedHashMap<>();
        values.forEach(
                (key, value) -> {
                    boolean setting = key.startsWith(PARAMETERS);
                    String[] path =
                            setting
                                    ? new String[] {
                                        "postgres", "parameters", key.substring(PARAMETERS.length())
                                    }
                                    : key.split("\\.", -1);
                    Object shown = key.equals("postgres.hba") ? value.lines().toList() : value;
                    put(tree, path, 0, shown);
                });
        return tree;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String[] path, int at, Object value) {
        if (at == path.length - 1) {
            tree.put(path[at], value);
            return;
        }
        Object below = tree.computeIfAbsent(path[at], _ -> new LinkedHashMap<String, Object>());
        if (below instanceof Map<?, ?> map) {
            put((Map<String, Object>) map, path, at + 1, value);
        } else {
            // A key beside one that is its beginning: nobody wrote that, and it is still shown.
            tree.put(String.join(".", List.of(path).subList(at, path.length)), value);
        }
    }
}
