package io.matriarch.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the {@code MATRIARCH_*} variables of an environment. */
final class Variables {

    /** The file to read, the agent that commands ask, the launcher's JVM: no keys of a node. */
    private static final Set<String> OTHERS =
            Set.of("MATRIARCH_CONFIG", "MATRIARCH_API", "MATRIARCH_JAVA");

    private Variables() {}

    static void read(Map<String, String> environment, Findings findings) {
        Map<String, String> keys = new TreeMap<>();
        Stream.concat(KnownKeys.singles(), KnownKeys.lines())
                .forEach(key -> keys.put(KnownKeys.variable(key), key));
        new TreeMap<>(environment)
                .forEach(
                        (name, value) -> {
                            if (name.startsWith(KnownKeys.PARAMETER_VARIABLE)) {
                                findings.setParameter(setting(name), value, name);
                            } else if (name.startsWith(TagsCheck.VARIABLE) && !value.isBlank()) {
                                findings.set(
                                        new Given(
                                                TagsCheck.ABOVE + tag(name),
                                                List.of(value.strip()),
                                                name));
                            } else if (name.startsWith(KnownKeys.VARIABLE_PREFIX)
                                    && !OTHERS.contains(name)) {
                                readOne(name, keys, value, findings);
                            }
                        });
    }

    private static void readOne(
            String name, Map<String, String> keys, String value, Findings findings) {
        String key = keys.get(name);
        Optional<String> shared =
                SharedKeys.SINGLE.stream()
                        .filter(k -> KnownKeys.variable(k).equals(name))
                        .findFirst();
        if (shared.isPresent()) {
            findings.wrong(
                    KnownKeys.belongsToTheCluster(
                            shared.get(),
                            name,
                            KnownKeys.variable(SharedKeys.INITIAL + shared.get())));
        } else if (key == null) {
            String hint = KnownKeys.hint(name, keys.keySet().stream(), "");
            findings.wrong("unknown variable " + name + hint);
        } else if (KnownKeys.holdsLines(key)) {
            List<String> lines =
                    value.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
            findings.set(new Given(key, lines, name));
        } else if (value.isBlank()) {
            findings.wrong(key, name + ": it has no value; unset it when none is meant");
        } else {
            findings.set(new Given(key, List.of(value.strip()), name));
        }
    }

    private static String tag(String variable) {
        return variable.substring(TagsCheck.VARIABLE.length()).toLowerCase(Locale.ROOT);
    }

    /** Two underscores stand for the dot of an extension's setting. */
    private static String setting(String variable) {
        return variable.substring(KnownKeys.PARAMETER_VARIABLE.length())
                .toLowerCase(Locale.ROOT)
                .replace("__", ".");
    }
}
