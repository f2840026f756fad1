package io.matriarch.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What was set, the later source instead of the earlier, and all that is wrong with it. */
final class Findings {

    private static final Pattern SETTING =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

    private final Map<String, Given> given = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final Set<String> wrongKeys = new HashSet<>();
    private final String file;

    /** {@code file} is what messages call the place where a key is to be set. */
    Findings(String file) {
        this.file = file;
    }

    void wrong(String line) {
        wrong.add(line);
    }

    /** Says that {@code key} was set, in a way that leaves it without a value. */
    void wrong(String key, String line) {
        wrongKeys.add(key);
        wrong.add(line);
    }

    boolean isSet(String key) {
        return given.containsKey(key);
    }

    boolean isWrong(String key) {
        return wrongKeys.contains(key);
    }

    List<String> wrong() {
        return wrong;
    }

    void set(Given one) {
        given.put(one.key(), one);
    }

    /** One of PostgreSQL's own settings. */
    void setParameter(String setting, String value, String where) {
        settingProblem(setting, where)
                .ifPresentOrElse(
                        this::wrong,
                        () ->
                                set(
                                        new Given(
                                                KnownKeys.PARAMETERS + "." + setting,
                                                List.of(value),
                                                where)));
    }

    static Optional<String> settingProblem(String setting, String where) {
        return SETTING.matcher(setting).matches()
                ? Optional.empty()
                : Optional.of(
                        where + ": \"" + setting + "\" is no name of a setting, such as work_mem");
    }

    /** What was set; lines are one text. */
    Optional<String> text(String key) {
        return Optional.ofNullable(given.get(key)).map(one -> String.join("\n", one.values()));
    }

    /** All that was set below {@code above}, without it. */
    SortedMap<String, String> below(String above) {
        SortedMap<String, String> found = new TreeMap<>();
        for (String key : given.keySet()) {
            if (key.startsWith(above)) {
                found.put(key.substring(above.length()), text(key).orElseThrow());
            }
        }
        return found;
    }

    String where(String key) {
        Given one = given.get(key);
        return one == null ? key : one.where();
    }

    String missing(String key) {
        return "%s is missing: set it in %s or in %s".formatted(key, file, KnownKeys.variable(key));
    }

    /** The names and values of the properties that SmallRye Config reads. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Given one : given.values()) {
            // What is the cluster's own is read as its document is, not as the node's.
            boolean elsewhere =
                    one.key().startsWith(SharedKeys.INITIAL)
                            || one.key().startsWith(TagsCheck.ABOVE);
            if (!elsewhere) {
                properties.put(KnownKeys.PREFIX + "." + one.key(), one.values().getFirst());
            }
        }
        return properties;
    }
}
