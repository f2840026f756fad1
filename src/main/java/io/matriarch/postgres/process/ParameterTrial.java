package io.matriarch.postgres.process;

import io.matriarch.cluster.ServerSettings;
import io.matriarch.postgres.PostgresSettings;
import io.matriarch.postgres.files.OwnedSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PostgreSQL says of settings before anybody uses them: its program reads each new one as it
 * would at a start, and then all of them together, with the libraries and the rules of access.
 */
record ParameterTrial(Node node) {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String KEY = "postgres.parameters.";

    /** {@code could not access file "typo": No such file or directory}, and the like. */
    private static final Pattern LIBRARY =
            Pattern.compile("(?:file|library) \"(?:.*/)?([^\"/]+)\"");

    List<String> refused(ServerSettings next) {
        List<String> wrong = new ArrayList<>();
        owned(next.parameters()).ifPresent(wrong::add);
        if (!wrong.isEmpty() || !node.data().isCluster()) {
            return wrong;
        }
        Map<String, String> changed = changed(next);
        changed.forEach((name, value) -> tried(name, value).ifPresent(wrong::add));
        if (wrong.isEmpty()
                && !(changed.isEmpty() && next.access().equals(node.settings().access()))) {
            wrong.addAll(together(next, changed));
        }
        return wrong;
    }

    private Optional<String> owned(Map<String, String> parameters) {
        return node.settings().archiving().isPresent()
                ? OwnedSettings.problemWithArchive(parameters)
                : OwnedSettings.problem(parameters);
    }

    /** What stands there already need not be asked again. */
    private Map<String, String> changed(ServerSettings next) {
        Map<String, String> changed = new TreeMap<>(next.parameters());
        changed.entrySet().removeAll(node.settings().parameters().entrySet());
        return changed;
    }

    private Optional<String> tried(String name, String value) {
        String key = KEY + name;
        try {
            String dir = node.settings().dataDir().toString();
            Programs.Ended ended =
                    node.programs()
                            .run(
                                    LIMIT,
                                    "postgres",
                                    "-D",
                                    dir,
                                    "-c",
                                    name + "=" + value,
                                    "-C",
                                    name);
            return ended.well() ? Optional.empty() : Optional.of(key + ": " + words(ended));
        } catch (JobFailure e) {
            return Optional.of("%s: it could not be tried: %s".formatted(key, e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of(key + ": it could not be tried in time");
        }
    }

    private static String words(Programs.Ended ended) {
        return "PostgreSQL says " + ended.lastWords().replaceFirst("^.*?(FATAL|ERROR|LOG): *", "");
    }

    /** Each may be right by itself and wrong beside another one. */
    private List<String> together(ServerSettings next, Map<String, String> changed) {
        try {
            PostgresSettings settings = node.settings(next, node.settings().replication());
            return switch (node.trial().of(node.data().path(), node.trialRendering(settings))) {
                case TrialVerdict.NoRules(var lines) -> lines;
                case TrialVerdict.Refused(var why) -> List.of(refusal(next, why));
                case TrialVerdict.Unknown _ -> List.of();
                case TrialVerdict.Starts(var ident, var ignored) -> {
                    List<String> wrong = new ArrayList<>(ident);
                    changed.keySet().stream()
                            .filter(ignored::containsKey)
                            .forEach(
                                    n ->
                                            wrong.add(
                                                    KEY
                                                            + n
                                                            + ": PostgreSQL says "
                                                            + ignored.get(n)));
                    yield wrong;
                }
            };
        } catch (JobFailure e) {
            return List.of("postgres.parameters could not be tried: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of("postgres.parameters could not be tried in time");
        }
    }

    private static String refusal(ServerSettings next, String why) {
        Matcher library = LIBRARY.matcher(why);
        Optional<String> list =
                library.find()
                        ? next.parameters().entrySet().stream()
                                .filter(
                                        e ->
                                                e.getKey()
                                                        .toLowerCase(Locale.ROOT)
                                                        .endsWith("_preload_libraries"))
                                .filter(e -> e.getValue().contains(library.group(1)))
                                .map(Map.Entry::getKey)
                                .findFirst()
                        : Optional.empty();
        return list.map(name -> KEY + name + ": PostgreSQL says " + why)
                .orElse("postgres.parameters: PostgreSQL would not start with them: " + why);
    }
}
