package io.matriarch.postgres.process;

import io.matriarch.postgres.files.OwnedSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What PostgreSQL says of settings before anybody uses them: its program reads each as it would at
 * a start, and starts nothing.
 */
record ParameterTrial(Node node) {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    List<String> refused(Map<String, String> parameters) {
        List<String> wrong = new ArrayList<>();
        owned(parameters).ifPresent(wrong::add);
        if (wrong.isEmpty() && node.data().isCluster()) {
            new TreeMap<>(parameters)
                    .forEach((name, value) -> tried(name, value).ifPresent(wrong::add));
        }
        return wrong;
    }

    private Optional<String> owned(Map<String, String> parameters) {
        return node.settings().archiving().isPresent()
                ? OwnedSettings.problemWithArchive(parameters)
                : OwnedSettings.problem(parameters);
    }

    private Optional<String> tried(String name, String value) {
        String key = "postgres.parameters." + name;
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
}
